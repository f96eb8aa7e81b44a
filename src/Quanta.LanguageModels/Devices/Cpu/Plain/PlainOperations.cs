using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.LanguageModels.Devices.Cpu.Plain;

/// <summary>Every operation as its definition, in simple loops with float64 accumulators: the oracle for the others.</summary>
internal sealed partial class PlainOperations : CpuOperations
{
    private readonly NaiveProduct _product = new();

    public override void Dispose()
    {
    }

    protected override void LayerNorm(MatrixView input, MatrixView weight, MatrixView bias, float epsilon, MatrixView output, MatrixView statistics) =>
        PlainLayerNorm.Forward(input, weight, bias, epsilon, output, statistics);

    protected override void LayerNormInputGradient(
        MatrixView outputGradient, MatrixView input, MatrixView statistics, MatrixView weight, MatrixView inputGradient, bool accumulate) =>
        PlainLayerNorm.InputGradient(outputGradient, input, statistics, weight, inputGradient, accumulate);

    protected override void LayerNormParameterGradient(
        MatrixView outputGradient, MatrixView input, MatrixView statistics, MatrixView weightGradient, MatrixView biasGradient) =>
        PlainLayerNorm.ParameterGradient(outputGradient, input, statistics, weightGradient, biasGradient);

    protected override unsafe void Linear(MatrixView input, MatrixView weight, MatrixView bias, MatrixView output, bool accumulate)
    {
        _product.Multiply(input, weight.Transposed, output, accumulate);
        if (bias.Data == null) return;
        for (var t = 0; t < output.RowCount; t++) AddRow(bias.Row(0), output.Row(t));
    }

    protected override void LinearInputGradient(MatrixView outputGradient, MatrixView weight, MatrixView inputGradient) =>
        _product.Multiply(outputGradient, weight, inputGradient);

    protected override void LinearWeightGradient(MatrixView outputGradient, MatrixView input, MatrixView weightGradient, bool accumulate) =>
        _product.Multiply(outputGradient.Transposed, input, weightGradient, accumulate);

    protected override void LinearBiasGradient(MatrixView outputGradient, MatrixView biasGradient)
    {
        for (var o = 0; o < biasGradient.ColumnCount; o++)
        {
            var sum = 0.0;
            for (var r = 0; r < outputGradient.RowCount; r++) sum += outputGradient[r, o];
            biasGradient[0, o] = (float)sum;
        }
    }

    protected override void Attention(MatrixView projections, AttentionShape shape, int firstQuery, MatrixView output, MatrixView logNormalisers) =>
        PlainAttention.Forward(projections, shape, firstQuery, output, logNormalisers);

    protected override void AttentionGradient(
        MatrixView outputGradient, MatrixView projections, AttentionShape shape, int firstQuery, MatrixView output, MatrixView logNormalisers,
        MatrixView projectionGradient) =>
        PlainAttention.Gradient(outputGradient, projections, shape, firstQuery, output, logNormalisers, projectionGradient);

    protected override void Gelu(ReadOnlySpan<float> input, GeluForm form, Span<float> output, Span<float> slope)
    {
        for (var i = 0; i < input.Length; i++)
        {
            var (value, derivative) = PlainGelu.Evaluate(input[i], form);
            if (!slope.IsEmpty) slope[i] = (float)derivative;
            output[i] = (float)value;
        }
    }

    protected override void Multiply(ReadOnlySpan<float> factors, Span<float> product)
    {
        for (var i = 0; i < product.Length; i++) product[i] *= factors[i];
    }

    protected override void AddRow(ReadOnlySpan<float> row, Span<float> sum)
    {
        for (var i = 0; i < sum.Length; i++) sum[i] += row[i];
    }

    protected override void CrossEntropy(MatrixView hidden, MatrixView unembedding, ReadOnlySpan<int> targets, Span<float> losses)
    {
        var logits = new double[unembedding.RowCount];
        for (var p = 0; p < targets.Length; p++)
        {
            for (var v = 0; v < logits.Length; v++)
            {
                logits[v] = 0;
                for (var h = 0; h < hidden.ColumnCount; h++) logits[v] += (double)hidden[p, h] * unembedding[v, h];
            }
            var (largest, target) = (logits.Max(), targets[p]);
            var others = logits.Where((_, v) => v != target).Sum(logit => Math.Exp(logit - largest));
            losses[p] = (float)LossOf(others, Math.Exp(logits[target] - largest));
        }
    }

}
