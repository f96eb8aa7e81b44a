using Quanta.Numerics.Elementwise;
using Quanta.Numerics.Optimisation;

namespace Quanta.LanguageModels.Devices.Cpu.Plain;

internal sealed partial class PlainOperations
{
    protected override float CrossEntropyWithGradient(int target, float scale, Span<float> logits)
    {
        double largest = double.NegativeInfinity, others = 0, own = logits[target];
        foreach (var logit in logits) largest = Math.Max(largest, logit);
        for (var v = 0; v < logits.Length; v++) others += v == target ? 0 : Math.Exp(logits[v] - largest);
        own = Math.Exp(own - largest);
        for (var v = 0; v < logits.Length; v++) logits[v] = (float)(scale * (v == target ? -others : Math.Exp(logits[v] - largest)) / (others + own));
        return (float)LossOf(others, own);
    }

    /// <summary>-ln of the target's share, given both sides' exponentials.</summary>
    private static double LossOf(double others, double own) => others < own ? Logarithms.OnePlus(others / own) : Math.Log(others + own) - Math.Log(own);

    protected override double SumOfSquares(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += (double)value * value;
        return sum;
    }

    protected override void UpdateAdamW(
        in AdamW.Coefficients coefficients, float gradientScale, Span<float> gradient, Span<float> parameter, Span<float> first, Span<float> second)
    {
        for (var i = 0; i < gradient.Length; i++) AdamW.UpdateOne(coefficients, ref parameter[i], ref first[i], ref second[i], gradient[i] * gradientScale);
    }
}
