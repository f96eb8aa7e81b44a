using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.Gradients;

/// <summary>What the weight gradients of a linear map are products of, for several stacked predictions of one document.</summary>
/// <param name="OutputGradient">[R, outputs]: stacked as <paramref name="Rows"/> says.</param>
/// <param name="Input">[rows, inputs]: what the map was applied to; a segment's Saved is the row of its first position.</param>
/// <param name="Rows">One segment a prediction.</param>
internal sealed record LinearFactors(DeviceMatrix OutputGradient, DeviceMatrix Input, StackedRows Rows)
{
    /// <summary>The row after the last that a segment refers to.</summary>
    public int InputRows => Enumerable.Range(0, Rows.Count).Select(i => Rows[i].Saved + Rows[i].Count).DefaultIfEmpty().Max();
}
