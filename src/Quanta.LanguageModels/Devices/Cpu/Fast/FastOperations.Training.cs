using System.Numerics.Tensors;
using Quanta.Numerics.Optimisation;

namespace Quanta.LanguageModels.Devices.Cpu.Fast;

internal sealed partial class FastOperations
{
    protected override float CrossEntropyWithGradient(int target, float scale, Span<float> logits)
    {
        var (largest, targetLogit) = (FastSoftmax.Largest(logits), logits[target]);
        var sum = FastSoftmax.Exponentiate(logits, largest);
        TensorPrimitives.Multiply(logits, (float)(scale / sum), logits);
        logits[target] -= scale;
        return (float)(largest + Math.Log(sum) - targetLogit);
    }

    protected override double SumOfSquares(ReadOnlySpan<float> values) => ElementwiseRows.Dot(values, values);

    protected override void UpdateAdamW(
        in AdamW.Coefficients coefficients, float gradientScale, Span<float> gradient, Span<float> parameter, Span<float> first, Span<float> second)
    {
        TensorPrimitives.Multiply(gradient, gradientScale, gradient);
        AdamW.Update(coefficients, parameter, first, second, gradient);
    }
}
