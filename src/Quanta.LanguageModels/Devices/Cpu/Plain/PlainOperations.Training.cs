using Quanta.Numerics.Optimisation;

namespace Quanta.LanguageModels.Devices.Cpu.Plain;

internal sealed partial class PlainOperations
{
    protected override float CrossEntropyWithGradient(int target, float scale, Span<float> logits)
    {
        double largest = double.NegativeInfinity, sum = 0, targetLogit = logits[target];
        foreach (var logit in logits) largest = Math.Max(largest, logit);
        foreach (var logit in logits) sum += Math.Exp(logit - largest);
        for (var v = 0; v < logits.Length; v++) logits[v] = (float)(scale * (Math.Exp(logits[v] - largest) / sum - (v == target ? 1 : 0)));
        return (float)(largest + Math.Log(sum) - targetLogit);
    }

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
