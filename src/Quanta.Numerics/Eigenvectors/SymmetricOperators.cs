using System.Numerics.Tensors;
using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Eigenvectors;

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

/// <summary>A stored matrix times the power of two that brings its largest element to 1 ... 2, so that no product over- or underflows.</summary>
/// <remarks>Half of the power goes to the vectors before the product and half to the result, which costs a copy of a panel of vectors.</remarks>
internal sealed class ScaledOperator : ISymmetricOperator
{
    private const int PanelColumns = 256;
    private readonly MatrixView _a;
    private readonly IMatrixProduct _product;
    private readonly int _threads;

    /// <param name="a">[n, n], finite.</param>
    /// <param name="product">Multiplies.</param>
    /// <param name="threads">The number of threads to use.</param>
    public ScaledOperator(MatrixView a, IMatrixProduct product, int threads)
    {
        (_a, _product, _threads) = (a, product, threads);
        var largest = MatrixScan.LargestMagnitude(a, threads);
        Exponent = largest > 0 ? Math.ILogB(largest) : 0;
    }

    public int Size => _a.RowCount;

    /// <summary>e: the operator is the stored matrix times 2^-e.</summary>
    public int Exponent { get; }

    public void Apply(MatrixView x, MatrixView y)
    {
        if (Exponent == 0)
        {
            _product.Multiply(_a, x, y, accumulate: false, _threads);
            return;
        }
        for (var start = 0; start < x.ColumnCount; start += PanelColumns)
        {
            var count = Math.Min(PanelColumns, x.ColumnCount - start);
            ApplyPanel(x.Columns(start, count), y.Columns(start, count));
        }
    }

    public void CopyTo(DoubleMatrix target)
    {
        for (var i = 0; i < Size; i++)
            for (var j = 0; j <= i; j++) target[i, j] = Math.ScaleB(_a[i, j], -Exponent);
    }

    private void ApplyPanel(MatrixView x, MatrixView y)
    {
        var before = -Exponent / 2;
        var (first, second) = (MathF.ScaleB(1, before), MathF.ScaleB(1, -Exponent - before));
        using var scaled = new Matrix(Size, x.ColumnCount);
        for (var i = 0; i < Size; i++) TensorPrimitives.Multiply(x.RowSpan(i), first, scaled.Row(i));
        _product.Multiply(_a, scaled.View, y, accumulate: false, _threads);
        for (var i = 0; i < Size; i++) TensorPrimitives.Multiply(y.RowSpan(i), second, y.RowSpan(i));
    }
}
