using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Eigenvectors.Internals;

/// <summary>A symmetric matrix as far as the eigensolvers need it.</summary>
internal interface ISymmetricOperator
{
    /// <summary>n: rows and columns.</summary>
    int Size { get; }

    /// <summary>Writes A X to Y, both [n, any] with unit column stride.</summary>
    void Apply(MatrixView x, MatrixView y);

    /// <summary>Writes the lower triangle of A to <paramref name="target"/> [n, n].</summary>
    void CopyTo(DoubleMatrix target);
}

/// <summary>A stored matrix as an operator.</summary>
internal sealed class DenseOperator : ISymmetricOperator
{
    private readonly MatrixView _a;
    private readonly IMatrixProduct _product;
    private readonly int _threads;

    public DenseOperator(MatrixView a, IMatrixProduct product, int threads)
    {
        if (a.RowCount != a.ColumnCount)
            throw new ArgumentException($"The matrix must be square, but it is {a.RowCount} x {a.ColumnCount}.", nameof(a));
        (_a, _product, _threads) = (a, product, threads);
    }

    public int Size => _a.RowCount;

    public void Apply(MatrixView x, MatrixView y) => _product.Multiply(_a, x, y, accumulate: false, _threads);

    public void CopyTo(DoubleMatrix target)
    {
        for (var i = 0; i < Size; i++)
            for (var j = 0; j <= i; j++) target[i, j] = _a[i, j];
    }
}
