using System.Numerics.Tensors;
using Quanta.Numerics.Optimisation;

namespace Quanta.LanguageModels.Devices.Cpu.Fast;

internal sealed partial class FastOperations
{
    protected override float CrossEntropyWithGradient(int target, float scale, Span<float> logits)
    {
        var targetLogit = logits[target];
        logits[target] = float.NegativeInfinity;
        var largest = FastSoftmax.Largest(logits);
        var terms = new CrossEntropyTerms(largest, FastSoftmax.Exponentiate(logits, FastSoftmax.Shift(largest)), targetLogit);
        TensorPrimitives.Multiply(logits, (float)(scale * terms.OtherFactor), logits);
        logits[target] = (float)(scale * terms.TargetSlope);
        return (float)terms.Loss;
    }

    protected override double SumOfSquares(ReadOnlySpan<float> values) => ElementwiseRows.Dot(values, values);

    protected override void UpdateAdamW(
        in AdamW.Coefficients coefficients, float gradientScale, Span<float> gradient, Span<float> parameter, Span<float> first, Span<float> second)
    {
        TensorPrimitives.Multiply(gradient, gradientScale, gradient);
        AdamW.Update(coefficients, parameter, first, second, gradient);
    }
}
