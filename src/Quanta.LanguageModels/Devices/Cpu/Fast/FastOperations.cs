using System.Numerics.Tensors;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.LanguageModels.Devices.Cpu.Fast;

/// <summary>The operations over a fast matrix product and eight-lane elementwise functions.</summary>
/// <remarks>Normalisers and statistics are accumulated in float64. With a product that promises it, rows keep their bits in any stack.</remarks>
internal sealed partial class FastOperations(IMatrixProduct product) : CpuOperations
{
    private readonly FastAttention _attention = new(product);
    private readonly FastCrossEntropy _crossEntropy = new(product);
    private double[] _columnSums = [];

    public override void Dispose()
    {
        _attention.Dispose();
        _crossEntropy.Dispose();
    }

    protected override void LayerNorm(MatrixView input, MatrixView weight, MatrixView bias, float epsilon, MatrixView output, MatrixView statistics)
    {
        for (var t = 0; t < input.RowCount; t++)
            (statistics[t, 0], statistics[t, 1]) = FastLayerNorm.Forward(input.Row(t), weight.Row(0), bias.Row(0), epsilon, output.Row(t));
    }

    protected override void LayerNormInputGradient(
        MatrixView outputGradient, MatrixView input, MatrixView statistics, MatrixView weight, MatrixView inputGradient, bool accumulate)
    {
        for (var t = 0; t < input.RowCount; t++)
            FastLayerNorm.InputGradient(outputGradient.Row(t), input.Row(t), statistics[t, 0], statistics[t, 1], weight.Row(0), inputGradient.Row(t), accumulate);
    }

    protected override unsafe void LayerNormParameterGradient(
        MatrixView outputGradient, MatrixView input, MatrixView statistics, MatrixView weightGradient, MatrixView biasGradient)
    {
        if (biasGradient.Data != null) LinearBiasGradient(outputGradient, biasGradient);
        if (weightGradient.Data == null) return;
        var sums = ColumnSums(input.ColumnCount);
        for (var t = 0; t < input.RowCount; t++) FastLayerNorm.AddWeightGradient(outputGradient.Row(t), input.Row(t), statistics[t, 0], statistics[t, 1], sums);
        for (var h = 0; h < sums.Length; h++) weightGradient[0, h] = (float)sums[h];
    }

    protected override unsafe void Linear(MatrixView input, MatrixView weight, MatrixView bias, MatrixView output, bool accumulate)
    {
        if (bias.Data == null)
        {
            product.Multiply(input, weight.Transposed, output, accumulate);
            return;
        }
        for (var t = 0; t < output.RowCount; t++)
        {
            if (accumulate) AddRow(bias.Row(0), output.Row(t));
            else bias.Row(0).CopyTo(output.Row(t));
        }
        product.Multiply(input, weight.Transposed, output, accumulate: true);
    }

    protected override void LinearInputGradient(MatrixView outputGradient, MatrixView weight, MatrixView inputGradient) =>
        product.Multiply(outputGradient, weight, inputGradient);

    protected override void LinearWeightGradient(MatrixView outputGradient, MatrixView input, MatrixView weightGradient, bool accumulate)
    {
        if (input.RowCount == 1 && !accumulate) ElementwiseRows.OuterProduct(outputGradient.Row(0), input.Row(0), weightGradient);
        else product.Multiply(outputGradient.Transposed, input, weightGradient, accumulate);
    }

    protected override void LinearBiasGradient(MatrixView outputGradient, MatrixView biasGradient) =>
        ElementwiseRows.SumColumns(outputGradient, biasGradient.Row(0));

    protected override void Attention(MatrixView projections, AttentionShape shape, int firstQuery, MatrixView output, MatrixView logNormalisers) =>
        _attention.Forward(projections, shape, firstQuery, output, logNormalisers);

    protected override void AttentionGradient(
        MatrixView outputGradient, MatrixView projections, AttentionShape shape, int firstQuery, MatrixView output, MatrixView logNormalisers,
        MatrixView projectionGradient) =>
        _attention.Gradient(outputGradient, projections, shape, firstQuery, output, logNormalisers, projectionGradient);

    protected override void Gelu(ReadOnlySpan<float> input, GeluForm form, Span<float> output, Span<float> slope)
    {
        if (form == GeluForm.Exact) FastGelu.Run<ExactGelu>(input, output, slope);
        else FastGelu.Run<TanhGelu>(input, output, slope);
    }

    protected override void Multiply(ReadOnlySpan<float> factors, Span<float> product) => TensorPrimitives.Multiply(factors, product, product);

    protected override void AddRow(ReadOnlySpan<float> row, Span<float> sum) => TensorPrimitives.Add(row, sum, sum);

    protected override void CrossEntropy(MatrixView hidden, MatrixView unembedding, ReadOnlySpan<int> targets, Span<float> losses) =>
        _crossEntropy.Run(hidden, unembedding, targets, losses);

    /// <summary>Zeroed float64 sums, one a column.</summary>
    private Span<double> ColumnSums(int columns)
    {
        if (_columnSums.Length < columns) _columnSums = new double[columns];
        var sums = _columnSums.AsSpan(0, columns);
        sums.Clear();
        return sums;
    }
}
