using System.Numerics.Tensors;
using Quanta.LanguageModels.Decoders;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Optimisation;
using Quanta.Numerics.Products;

namespace Quanta.LanguageModels.Devices.Cpu.Fast;

/// <summary>The operations over a fast matrix product and eight-lane elementwise functions.</summary>
/// <remarks>Normalisers and statistics are accumulated in float64. With a product that promises it, rows keep their bits in any stack.</remarks>
internal sealed class FastKernels(IMatrixProduct product) : CpuKernels
{
    private readonly FastAttention _attention = new(product);
    private readonly FastCrossEntropy _crossEntropy = new(product);
    private double[] _columnSums = [];
    private float[] _capped = [];

    /// <summary>The depth of a product's blocks (<see cref="ManagedProduct"/>), so that tiles change no bit.</summary>
    public override int TileRows => 512;

    public override void Dispose()
    {
        _attention.Dispose();
        _crossEntropy.Dispose();
    }

    public override void Norm(NormForm form, MatrixView input, MatrixView weight, MatrixView bias, float epsilon, MatrixView output, MatrixView statistics)
    {
        var shift = RowOf(bias);
        for (var t = 0; t < input.RowCount; t++)
            (statistics[t, 0], statistics[t, 1]) = FastNorm.Forward(form, input.Row(t), weight.Row(0), shift, epsilon, output.Row(t));
    }

    public override void NormInputGradient(
        NormForm form, MatrixView outputGradient, MatrixView input, MatrixView statistics, MatrixView weight, MatrixView inputGradient, bool accumulate)
    {
        for (var t = 0; t < input.RowCount; t++)
            FastNorm.InputGradient(form, outputGradient.Row(t), input.Row(t), statistics[t, 0], statistics[t, 1], weight.Row(0), inputGradient.Row(t), accumulate);
    }

    public override void NormWeightGradient(MatrixView outputGradient, MatrixView input, MatrixView statistics, MatrixView weightGradient)
    {
        var sums = ColumnSums(input.ColumnCount);
        for (var t = 0; t < input.RowCount; t++) FastNorm.AddWeightGradient(outputGradient.Row(t), input.Row(t), statistics[t, 0], statistics[t, 1], sums);
        for (var h = 0; h < sums.Length; h++) weightGradient[0, h] = (float)sums[h];
    }

    public override unsafe void Linear(MatrixView input, MatrixView weight, MatrixView bias, MatrixView output, bool accumulate)
    {
        if (bias.Data == null)
        {
            product.Multiply(input, weight.Transposed, output, accumulate);
            return;
        }
        for (var t = 0; t < output.RowCount; t++)
        {
            if (accumulate) TensorPrimitives.Add(output.Row(t), bias.Row(0), output.Row(t));
            else bias.Row(0).CopyTo(output.Row(t));
        }
        product.Multiply(input, weight.Transposed, output, accumulate: true);
    }

    public override void LinearInputGradient(MatrixView outputGradient, MatrixView weight, MatrixView inputGradient, bool accumulate) =>
        product.Multiply(outputGradient, weight, inputGradient, accumulate);

    public override void LinearWeightGradient(MatrixView outputGradient, MatrixView input, MatrixView weightGradient, bool accumulate)
    {
        if (input.RowCount == 1 && !accumulate) ElementwiseRows.OuterProduct(outputGradient.Row(0), input.Row(0), weightGradient);
        else product.Multiply(outputGradient.Transposed, input, weightGradient, accumulate);
    }

    public override void LinearBiasGradient(MatrixView outputGradient, MatrixView biasGradient) =>
        ElementwiseRows.SumColumns(outputGradient, biasGradient.Row(0));

    public override void Attention(MatrixView projections, AttentionShape shape, int firstQuery, MatrixView output, MatrixView logNormalisers) =>
        _attention.Forward(projections, shape, firstQuery, output, logNormalisers);

    public override void AttentionGradient(
        MatrixView outputGradient, MatrixView projections, AttentionShape shape, int firstQuery, MatrixView output, MatrixView logNormalisers,
        MatrixView projectionGradient) =>
        _attention.Gradient(outputGradient, projections, shape, firstQuery, output, logNormalisers, projectionGradient);

    public override void Activate(ActivationFunction function, ReadOnlySpan<float> input, Span<float> output, Span<float> slope) =>
        FastActivations.Run(function, input, output, slope);

    public override void ActivateGated(ActivationFunction function, ReadOnlySpan<float> gate, ReadOnlySpan<float> values, Span<float> output, Span<float> slope) =>
        FastActivations.RunGated(function, gate, values, output, slope);

    public override void Multiply(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> product) => TensorPrimitives.Multiply(x, y, product);

    public override void AddScaledRow(ReadOnlySpan<float> row, float scale, Span<float> sum) => TensorPrimitives.FusedMultiplyAdd(row, scale, sum, sum);

    public override void Cap(float cap, Span<float> logits) => FastSoftmax.Cap(logits, cap);

    public override void CrossEntropy(MatrixView hidden, WeightView unembedding, MatrixView bias, float cap, ReadOnlySpan<int> targets, Span<float> losses) =>
        _crossEntropy.Run(hidden, unembedding, RowOf(bias), cap, targets, losses);

    public override float CrossEntropyGradient(int target, float cap, float scale, Span<float> logits)
    {
        var capped = cap > 0 ? Capped(cap, logits) : [];
        var targetLogit = logits[target];
        logits[target] = float.NegativeInfinity;
        var largest = FastSoftmax.Largest(logits);
        var terms = new CrossEntropyTerms(largest, FastSoftmax.Exponentiate(logits, FastSoftmax.Shift(largest)), targetLogit);
        TensorPrimitives.Multiply(logits, (float)(scale * terms.OtherFactor), logits);
        logits[target] = (float)(scale * terms.TargetSlope);
        for (var v = 0; v < capped.Length; v++) logits[v] *= 1 - capped[v] / cap * (capped[v] / cap);
        return (float)terms.Loss;
    }

    public override double SumOfSquares(ReadOnlySpan<float> values) => ElementwiseRows.Dot(values, values);

    public override void UpdateAdamW(
        in AdamW.Coefficients coefficients, float gradientScale, Span<float> gradient, Span<float> parameter, Span<float> first, Span<float> second)
    {
        TensorPrimitives.Multiply(gradient, gradientScale, gradient);
        AdamW.Update(coefficients, parameter, first, second, gradient);
    }

    private static unsafe ReadOnlySpan<float> RowOf(MatrixView row) => row.Data == null ? default : row.Row(0);

    /// <summary>Caps the logits; returns a copy of what they are then.</summary>
    private Span<float> Capped(float cap, Span<float> logits)
    {
        FastSoftmax.Cap(logits, cap);
        if (_capped.Length < logits.Length) _capped = new float[logits.Length];
        logits.CopyTo(_capped);
        return _capped.AsSpan(0, logits.Length);
    }

    /// <summary>Zeroed float64 sums, one a column.</summary>
    private Span<double> ColumnSums(int columns)
    {
        if (_columnSums.Length < columns) _columnSums = new double[columns];
        var sums = _columnSums.AsSpan(0, columns);
        sums.Clear();
        return sums;
    }
}
