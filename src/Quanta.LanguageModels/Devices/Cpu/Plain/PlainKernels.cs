using Quanta.LanguageModels.Decoders;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Optimisation;
using Quanta.Numerics.Products;

namespace Quanta.LanguageModels.Devices.Cpu.Plain;

/// <summary>Every operation as its definition, in simple loops with float64 accumulators: the oracle for the others.</summary>
internal sealed class PlainKernels : CpuKernels
{
    private readonly NaiveProduct _product = new();

    public override int TileRows => int.MaxValue;

    public override void Dispose()
    {
    }

    public override void Norm(NormForm form, MatrixView input, MatrixView weight, MatrixView bias, float epsilon, MatrixView output, MatrixView statistics) =>
        PlainNorm.Forward(form, input, weight, bias, epsilon, output, statistics);

    public override void NormInputGradient(
        NormForm form, MatrixView outputGradient, MatrixView input, MatrixView statistics, MatrixView weight, MatrixView inputGradient, bool accumulate) =>
        PlainNorm.InputGradient(form, outputGradient, input, statistics, weight, inputGradient, accumulate);

    public override void NormWeightGradient(MatrixView outputGradient, MatrixView input, MatrixView statistics, MatrixView weightGradient) =>
        PlainNorm.WeightGradient(outputGradient, input, statistics, weightGradient);

    public override unsafe void Linear(MatrixView input, MatrixView weight, MatrixView bias, MatrixView output, bool accumulate)
    {
        _product.Multiply(input, weight.Transposed, output, accumulate);
        if (bias.Data == null) return;
        for (var t = 0; t < output.RowCount; t++) AddScaledRow(bias.Row(0), scale: 1, output.Row(t));
    }

    public override void LinearInputGradient(MatrixView outputGradient, MatrixView weight, MatrixView inputGradient, bool accumulate) =>
        _product.Multiply(outputGradient, weight, inputGradient, accumulate);

    public override void LinearWeightGradient(MatrixView outputGradient, MatrixView input, MatrixView weightGradient, bool accumulate) =>
        _product.Multiply(outputGradient.Transposed, input, weightGradient, accumulate);

    public override void LinearBiasGradient(MatrixView outputGradient, MatrixView biasGradient)
    {
        for (var o = 0; o < biasGradient.ColumnCount; o++)
        {
            var sum = 0.0;
            for (var r = 0; r < outputGradient.RowCount; r++) sum += outputGradient[r, o];
            biasGradient[0, o] = (float)sum;
        }
    }

    public override void Attention(MatrixView projections, AttentionShape shape, int firstQuery, MatrixView output, MatrixView logNormalisers) =>
        PlainAttention.Forward(projections, shape, firstQuery, output, logNormalisers);

    public override void AttentionGradient(
        MatrixView outputGradient, MatrixView projections, AttentionShape shape, int firstQuery, MatrixView output, MatrixView logNormalisers,
        MatrixView projectionGradient) =>
        PlainAttention.Gradient(outputGradient, projections, shape, firstQuery, output, logNormalisers, projectionGradient);

    public override void Activate(ActivationFunction function, ReadOnlySpan<float> input, Span<float> output, Span<float> slope)
    {
        for (var i = 0; i < input.Length; i++)
        {
            var (value, derivative) = PlainActivations.Evaluate(function, input[i]);
            if (!slope.IsEmpty) slope[i] = (float)derivative;
            output[i] = (float)value;
        }
    }

    public override void ActivateGated(ActivationFunction function, ReadOnlySpan<float> gate, ReadOnlySpan<float> values, Span<float> output, Span<float> slope)
    {
        for (var i = 0; i < output.Length; i++)
        {
            var ((opening, derivative), value) = (PlainActivations.Evaluate(function, gate[i]), values[i]);
            output[i] = (float)(opening * value);
            if (!slope.IsEmpty) (slope[i], slope[output.Length + i]) = ((float)(derivative * value), (float)opening);
        }
    }

    public override void Multiply(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> product)
    {
        for (var i = 0; i < product.Length; i++) product[i] = x[i] * y[i];
    }

    public override void AddScaledRow(ReadOnlySpan<float> row, float scale, Span<float> sum)
    {
        for (var i = 0; i < sum.Length; i++) sum[i] = (float)(sum[i] + (double)scale * row[i]);
    }

    public override void Cap(float cap, Span<float> logits)
    {
        foreach (ref var logit in logits) logit = (float)PlainCrossEntropy.Capped(logit, cap);
    }

    public override void CrossEntropy(MatrixView hidden, WeightView unembedding, MatrixView bias, float cap, ReadOnlySpan<int> targets, Span<float> losses)
    {
        using var scratch = new GrowingMatrix();
        var rows = unembedding.Rows(0, unembedding.RowCount, scratch);
        for (var p = 0; p < targets.Length; p++) losses[p] = PlainCrossEntropy.Loss(hidden, p, rows, bias, cap, targets[p]);
    }

    public override float CrossEntropyGradient(int target, float cap, float scale, Span<float> logits) => PlainCrossEntropy.Gradient(target, cap, scale, logits);

    public override double SumOfSquares(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += (double)value * value;
        return sum;
    }

    public override void UpdateAdamW(
        in AdamW.Coefficients coefficients, float gradientScale, Span<float> gradient, Span<float> parameter, Span<float> first, Span<float> second)
    {
        for (var i = 0; i < gradient.Length; i++) AdamW.UpdateOne(coefficients, ref parameter[i], ref first[i], ref second[i], gradient[i] * gradientScale);
    }
}
