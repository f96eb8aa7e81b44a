using System.Numerics.Tensors;
using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Eigenvectors;

/// <summary>The products of tall float32 blocks that a subspace method is made of.</summary>
/// <remarks>Legend: blocks are [n, p] and [n, q] with unit column stride, n much larger than p and q.</remarks>
internal sealed class BlockProducts(IMatrixProduct product, int threads)
{
    private const int PieceRows = 2048, RotatedRows = 512;

    public int Threads { get; } = threads;

    /// <summary>X^T Y as [p, q] float64, pieces of rows multiplied in float32 and added in float64.</summary>
    public DoubleMatrix Gram(MatrixView x, MatrixView y)
    {
        using var piece = new Matrix(x.ColumnCount, y.ColumnCount);
        var sum = new DoubleMatrix(x.ColumnCount, y.ColumnCount);
        for (var start = 0; start < x.RowCount; start += PieceRows)
        {
            var count = Math.Min(PieceRows, x.RowCount - start);
            product.Multiply(x.Rows(start, count).Transposed, y.Rows(start, count), piece.View, accumulate: false, Threads);
            AddTo(sum, piece);
        }
        return sum;
    }

    /// <summary>X := X R in place.</summary>
    /// <param name="x">[n, p].</param>
    /// <param name="rotation">[p, q], q at most p; columns q ... p - 1 of X are left undefined.</param>
    public void Rotate(MatrixView x, MatrixView rotation)
    {
        using var piece = new Matrix(Math.Min(RotatedRows, x.RowCount), rotation.ColumnCount);
        for (var start = 0; start < x.RowCount; start += RotatedRows)
        {
            var count = Math.Min(RotatedRows, x.RowCount - start);
            product.Multiply(x.Rows(start, count), rotation, piece.Slice(0, count), accumulate: false, Threads);
            for (var i = 0; i < count; i++) piece.Row(i).CopyTo(x.RowSpan(start + i));
        }
    }

    /// <summary>X -= Q (Q^T X): removes from X what lies along the orthonormal columns of Q.</summary>
    public void ProjectOut(MatrixView q, MatrixView x)
    {
        if (q.ColumnCount == 0) return;
        using var along = new Matrix(q.ColumnCount, x.ColumnCount);
        product.Multiply(q.Transposed, x, along.View, accumulate: false, Threads);
        for (var i = 0; i < along.Rows; i++) TensorPrimitives.Negate(along.Row(i), along.Row(i));
        product.Multiply(q, along.View, x, accumulate: true, Threads);
    }

    /// <summary>Divides each column by its norm; columns that are zero stay so.</summary>
    public void NormalizeColumns(MatrixView x)
    {
        var scale = ColumnReductions.Norms(x, Threads).Select(norm => norm > 0 ? (float)(1 / norm) : 0).ToArray();
        Workers.RunPieces(x.RowCount, 256, Threads, (start, end) =>
        {
            for (var i = start; i < end; i++) TensorPrimitives.Multiply(x.RowSpan(i), scale, x.RowSpan(i));
        });
    }

    private void AddTo(DoubleMatrix sum, Matrix piece) => Workers.RunPieces(sum.Rows, 64, Threads, (start, end) =>
    {
        for (var i = start; i < end; i++)
        {
            var target = sum.Row(i);
            var source = piece.Row(i);
            for (var j = 0; j < target.Length; j++) target[j] += source[j];
        }
    });
}
