using System.Numerics.Tensors;
using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Eigenvectors;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Clustering.Internals;

/// <summary>M = D^-1/2 (A - diag A) D^-1/2 as an operator on A, which is not copied.</summary>
/// <remarks>The diagonal of A is 0 until this is disposed of, and then what it was: to take it away after a product would cancel where it is much larger than
/// the rest. The norm of M is 1 whatever the scale of A.</remarks>
internal sealed class NormalizedAffinity : ISymmetricOperator, IDisposable
{
    private const int PanelColumns = 256;
    private readonly MatrixView _affinity;
    private readonly IMatrixProduct _product;
    private readonly int _threads;
    private readonly float[] _diagonal;
    private readonly double[] _roots;

    public NormalizedAffinity(MatrixView affinity, IMatrixProduct product, int threads)
    {
        (_affinity, _product, _threads) = (affinity, product, threads);
        (_diagonal, _roots) = (new float[Size], new double[Size]);
        for (var i = 0; i < Size; i++) (_diagonal[i], affinity[i, i]) = (affinity[i, i], 0);
        ForRows(i => _roots[i] = Sum(affinity.RowSpan(i)));
        var isolated = IsolatedDegree();
        for (var i = 0; i < Size; i++) _roots[i] = 1 / Math.Sqrt(_roots[i] > 0 ? _roots[i] : isolated);
        Scale = Array.ConvertAll(_roots, root => (float)root);
    }

    public int Size => _affinity.RowCount;

    /// <summary>[n]: 1 / sqrt(degree), the degree being the sum of a row without the diagonal. A point without neighbours is given as its degree the power of
    /// two at or above the largest affinity: 1, as in scikit-learn, where that is at most 1 and more than half.</summary>
    public float[] Scale { get; }

    public void Apply(MatrixView x, MatrixView y)
    {
        for (var start = 0; start < x.ColumnCount; start += PanelColumns)
        {
            var count = Math.Min(PanelColumns, x.ColumnCount - start);
            ApplyPanel(x.Columns(start, count), y.Columns(start, count));
        }
    }

    public void CopyTo(DoubleMatrix target) => ForRows(i =>
    {
        for (var j = 0; j < i; j++) target[i, j] = _affinity[i, j] * _roots[i] * _roots[j];
        target[i, i] = 0;
    });

    public void Dispose()
    {
        for (var i = 0; i < Size; i++) _affinity[i, i] = _diagonal[i];
    }

    private void ApplyPanel(MatrixView x, MatrixView y)
    {
        using var scaled = new Matrix(Size, x.ColumnCount);
        ForRows(i => TensorPrimitives.Multiply(x.RowSpan(i), Scale[i], scaled.Row(i)));
        _product.Multiply(_affinity, scaled.View, y, accumulate: false, _threads);
        ForRows(i => TensorPrimitives.Multiply(y.RowSpan(i), Scale[i], y.RowSpan(i)));
    }

    private void ForRows(Action<int> work) => Workers.RunPieces(Size, 64, _threads, (start, end) =>
    {
        for (var i = start; i < end; i++) work(i);
    });

    private double IsolatedDegree()
    {
        var largest = MatrixScan.LargestMagnitude(_affinity, _threads);
        return largest > 0 ? Math.ScaleB(1, (int)Math.Ceiling(Math.Log2(largest))) : 1;
    }

    private static double Sum(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum;
    }
}
