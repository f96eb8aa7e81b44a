using Quanta.Numerics.Eigenvectors.Internals;
using System.Numerics.Tensors;
using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Clustering.Internals;

/// <summary>M = D^-1/2 (A - diag A) D^-1/2 as an operator on A, which is neither copied nor changed.</summary>
internal sealed class NormalizedAffinity : ISymmetricOperator
{
    private const int PanelColumns = 256;
    private readonly MatrixView _affinity;
    private readonly IMatrixProduct _product;
    private readonly int _threads;

    public NormalizedAffinity(MatrixView affinity, IMatrixProduct product, int threads)
    {
        (_affinity, _product, _threads) = (affinity, product, threads);
        Degrees = new double[affinity.RowCount];
        Workers.RunPieces(Size, 64, threads, (start, end) =>
        {
            for (var i = start; i < end; i++) Degrees[i] = SumOthers(i);
        });
        Scale = Degrees.Select(degree => degree > 0 ? (float)(1 / Math.Sqrt(degree)) : 1f).ToArray();
    }

    public int Size => _affinity.RowCount;

    /// <summary>[n]: row sums without the diagonal.</summary>
    public double[] Degrees { get; }

    /// <summary>[n]: 1 / sqrt(degree), and 1 for a point without neighbours.</summary>
    public float[] Scale { get; }

    public void Apply(MatrixView x, MatrixView y)
    {
        for (var start = 0; start < x.ColumnCount; start += PanelColumns)
        {
            var count = Math.Min(PanelColumns, x.ColumnCount - start);
            ApplyPanel(x.Columns(start, count), y.Columns(start, count));
        }
    }

    public void CopyTo(DoubleMatrix target) => Workers.RunPieces(Size, 64, _threads, (start, end) =>
    {
        for (var i = start; i < end; i++)
        {
            for (var j = 0; j < i; j++) target[i, j] = _affinity[i, j] * Root(i) * Root(j);
            target[i, i] = 0;
        }
    });

    private void ApplyPanel(MatrixView x, MatrixView y)
    {
        using var scaled = new Matrix(Size, x.ColumnCount);
        ForRows(i => TensorPrimitives.Multiply(x.RowSpan(i), Scale[i], scaled.Row(i)));
        _product.Multiply(_affinity, scaled.View, y, accumulate: false, _threads);
        ForRows(i =>
        {
            var target = y.RowSpan(i);
            TensorPrimitives.MultiplyAdd(scaled.Row(i), -_affinity[i, i], target, target);
            TensorPrimitives.Multiply(target, Scale[i], target);
        });
    }

    private void ForRows(Action<int> work) => Workers.RunPieces(Size, 256, _threads, (start, end) =>
    {
        for (var i = start; i < end; i++) work(i);
    });

    private double Root(int i) => Degrees[i] > 0 ? 1 / Math.Sqrt(Degrees[i]) : 1;

    private double SumOthers(int row)
    {
        var sum = 0.0;
        var values = _affinity.RowSpan(row);
        for (var column = 0; column < values.Length; column++) sum += column == row ? 0 : values[column];
        return sum;
    }
}
