using Quanta.Numerics.Optimisation;

namespace Quanta.LanguageModels.Devices.Cpu;

/// <summary>Training's operations on the processor: shape checks and loops over rows.</summary>
internal abstract partial class CpuOperations
{
    public void CrossEntropyWithGradient(ReadOnlySpan<int> targets, float scale, DeviceMatrix logits, DeviceMatrix losses)
    {
        Require(logits, targets.Length, logits.ColumnCount);
        Require(losses, targets.Length, 1);
        var rows = logits.View();
        var values = losses.Span();
        for (var p = 0; p < targets.Length; p++)
        {
            var row = rows.Row(p);
            if ((uint)targets[p] >= (uint)row.Length) throw new ArgumentException($"Target {targets[p]} is outside the vocabulary of {row.Length}.", nameof(targets));
            values[p] = CrossEntropyWithGradient(targets[p], scale, row);
        }
    }

    public void Add(DeviceMatrix addend, DeviceMatrix sum)
    {
        Require(sum, addend.RowCount, addend.ColumnCount);
        AddRow(addend.Span(), sum.Span());
    }

    public double SumOfSquares(DeviceMatrix values) => SumOfSquares(values.Span());

    public void UpdateAdamW(
        in AdamW.Coefficients coefficients, float gradientScale, DeviceMatrix gradient, DeviceMatrix parameter, DeviceMatrix first, DeviceMatrix second)
    {
        foreach (var other in (ReadOnlySpan<DeviceMatrix>)[parameter, first, second]) Require(other, gradient.RowCount, gradient.ColumnCount);
        UpdateAdamW(coefficients, gradientScale, gradient.Span(), parameter.Span(), first.Span(), second.Span());
    }

    /// <summary>The row's loss; the row becomes its scaled gradient.</summary>
    protected abstract float CrossEntropyWithGradient(int target, float scale, Span<float> logits);

    protected abstract double SumOfSquares(ReadOnlySpan<float> values);

    protected abstract void UpdateAdamW(
        in AdamW.Coefficients coefficients, float gradientScale, Span<float> gradient, Span<float> parameter, Span<float> first, Span<float> second);
}
