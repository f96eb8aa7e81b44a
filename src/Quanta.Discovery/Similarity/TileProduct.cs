using System.Numerics.Tensors;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Discovery.Similarity;

/// <summary>Inner products of long rows, tile by tile: float32 products over slices of the rows, summed over the slices in float64.</summary>
/// <remarks>The slices are the same for every tile and every plan, and <see cref="IMatrixProduct"/> fixes the order within one, so that an inner product
/// does not depend on where its rows stand nor on how many there are.</remarks>
internal sealed class TileProduct(IMatrixProduct product, int threads) : IDisposable
{
    public const int Size = 512;
    private const int SliceLength = 1 << 14;

    private readonly Matrix _slice = new(Size, Size);
    private Matrix? _left, _right;
    private readonly double[] _sums = new double[Size * Size];
    private readonly float[] _tile = new float[Size * Size];

    /// <summary>The inner products of each row of A [m, p] with each of B [n, p], m and n at most <see cref="Size"/>, as [m, n].</summary>
    /// <param name="a">Rows.</param>
    /// <param name="b">Rows.</param>
    /// <param name="absolute">Take the absolute value of every entry of the rows first.</param>
    /// <returns>Row-major, valid until the next call.</returns>
    public Span<float> Multiply(MatrixView a, MatrixView b, bool absolute)
    {
        var entries = a.RowCount * b.RowCount;
        var sums = _sums.AsSpan(0, entries);
        sums.Clear();
        for (var start = 0; start < a.ColumnCount; start += SliceLength)
        {
            var length = Math.Min(SliceLength, a.ColumnCount - start);
            var (left, right) = (a.Columns(start, length), b.Columns(start, length));
            if (absolute) (left, right) = (Absolute(left, ref _left), Absolute(right, ref _right));
            MultiplySlice(left, right, isOwn: a.IsSameAs(b));
            AddSlice(sums, a.RowCount, b.RowCount);
        }
        var tile = _tile.AsSpan(0, entries);
        for (var i = 0; i < entries; i++) tile[i] = (float)sums[i];
        return tile;
    }

    public void Dispose()
    {
        _slice.Dispose();
        _left?.Dispose();
        _right?.Dispose();
    }

    private void MultiplySlice(MatrixView left, MatrixView right, bool isOwn)
    {
        var slice = _slice.View.Block(0, left.RowCount, 0, right.RowCount);
        if (isOwn) product.MultiplyByOwnTranspose(left, slice, threads: threads);
        else product.Multiply(left, right.Transposed, slice, threads: threads);
    }

    private void AddSlice(Span<double> sums, int rows, int columns)
    {
        for (var i = 0; i < rows; i++)
        {
            var slice = _slice.Row(i)[..columns];
            var sum = sums.Slice(i * columns, columns);
            for (var j = 0; j < columns; j++) sum[j] += slice[j];
        }
    }

    private static MatrixView Absolute(MatrixView rows, ref Matrix? scratch)
    {
        scratch ??= new Matrix(Size, SliceLength);
        for (var i = 0; i < rows.RowCount; i++)
            TensorPrimitives.Abs(rows.Row(i), scratch.Row(i)[..rows.ColumnCount]);
        return scratch.View.Block(0, rows.RowCount, 0, rows.ColumnCount);
    }
}
