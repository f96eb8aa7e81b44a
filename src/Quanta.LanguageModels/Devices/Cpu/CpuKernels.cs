using Quanta.LanguageModels.Decoders;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Optimisation;

namespace Quanta.LanguageModels.Devices.Cpu;

/// <summary>The arithmetic of the operations on matrices in memory whose shapes have been checked; parameters as in <see cref="IOperations"/>.</summary>
internal abstract class CpuKernels : IDisposable
{
    /// <summary>Rows of a packed weight that are widened together; sums over a weight's rows are the same for every multiple of it.</summary>
    public abstract int TileRows { get; }

    public abstract void Dispose();

    public abstract void Norm(NormForm form, MatrixView input, MatrixView weight, MatrixView bias, float epsilon, MatrixView output, MatrixView statistics);

    public abstract void NormInputGradient(
        NormForm form, MatrixView outputGradient, MatrixView input, MatrixView statistics, MatrixView weight, MatrixView inputGradient, bool accumulate);

    public abstract void NormWeightGradient(MatrixView outputGradient, MatrixView input, MatrixView statistics, MatrixView weightGradient);

    public abstract void Linear(MatrixView input, MatrixView weight, MatrixView bias, MatrixView output, bool accumulate);

    public abstract void LinearInputGradient(MatrixView outputGradient, MatrixView weight, MatrixView inputGradient, bool accumulate);

    public abstract void LinearWeightGradient(MatrixView outputGradient, MatrixView input, MatrixView weightGradient, bool accumulate);

    public abstract void LinearBiasGradient(MatrixView outputGradient, MatrixView biasGradient);

    /// <summary>One document's attention: <paramref name="projections"/> are positions 0 on, the queries those from <paramref name="firstQuery"/> to the end.</summary>
    public abstract void Attention(MatrixView projections, AttentionShape shape, int firstQuery, MatrixView output, MatrixView logNormalisers);

    /// <summary>One document's attention gradient; shapes as in <see cref="Attention(MatrixView, AttentionShape, int, MatrixView, MatrixView)"/>.</summary>
    public abstract void AttentionGradient(
        MatrixView outputGradient, MatrixView projections, AttentionShape shape, int firstQuery, MatrixView output, MatrixView logNormalisers,
        MatrixView projectionGradient);

    public abstract void Activate(ActivationFunction function, ReadOnlySpan<float> input, Span<float> output, Span<float> slope);

    /// <summary>One row; slopes, where they are wanted, are the gate's and then the others'. They may lie on the inputs.</summary>
    public abstract void ActivateGated(
        ActivationFunction function, ReadOnlySpan<float> gate, ReadOnlySpan<float> values, Span<float> output, Span<float> slope);

    /// <summary>The rows of a gate and what it gates; the slope may be nothing.</summary>
    public unsafe void ActivateGatedRows(ActivationFunction function, MatrixView input, MatrixView output, MatrixView slope)
    {
        var wide = output.ColumnCount;
        for (var t = 0; t < input.RowCount; t++)
            ActivateGated(function, input.Row(t)[..wide], input.Row(t)[wide..], output.Row(t), slope.Data == null ? default : slope.Row(t));
    }

    /// <summary>inputGradient = outputGradient times the slope by the gate and then by the values.</summary>
    public void MultiplyGatedRows(MatrixView slope, MatrixView outputGradient, MatrixView inputGradient)
    {
        var wide = outputGradient.ColumnCount;
        for (var t = 0; t < outputGradient.RowCount; t++)
        {
            Multiply(slope.Row(t)[..wide], outputGradient.Row(t), inputGradient.Row(t)[..wide]);
            Multiply(slope.Row(t)[wide..], outputGradient.Row(t), inputGradient.Row(t)[wide..]);
        }
    }

    /// <summary>product = x y, element by element.</summary>
    public abstract void Multiply(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> product);

    /// <summary>sum += scale * row.</summary>
    public abstract void AddScaledRow(ReadOnlySpan<float> row, float scale, Span<float> sum);

    public abstract void Cap(float cap, Span<float> logits);

    public abstract void CrossEntropy(MatrixView hidden, WeightView unembedding, MatrixView bias, float cap, ReadOnlySpan<int> targets, Span<float> losses);

    /// <summary>The row's loss; the row becomes its scaled gradient.</summary>
    public abstract float CrossEntropyGradient(int target, float cap, float scale, Span<float> logits);

    public abstract double SumOfSquares(ReadOnlySpan<float> values);

    public abstract void UpdateAdamW(
        in AdamW.Coefficients coefficients, float gradientScale, Span<float> gradient, Span<float> parameter, Span<float> first, Span<float> second);
}
