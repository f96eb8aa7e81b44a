using System.Numerics.Tensors;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Discovery.Similarity.Exact;

/// <summary>Some of a matrix's rows, or of their absolute values.</summary>
internal readonly record struct TileRows(WideMatrix Source, int Start, int Count, bool Absolute = false);

/// <summary>Inner products of long rows, tile by tile: float32 products over slices of the rows, summed over the slices in float64.</summary>
/// <remarks>The slices are the same for every tile and every plan, and <see cref="IMatrixProduct"/> fixes the order within one, so that an inner product
/// does not depend on where its rows stand nor on how many there are.</remarks>
internal sealed class TileProduct(IMatrixProduct product, int threads) : IDisposable
{
    public const int Size = 1024;
    private const int SliceLength = 1 << 14;

    private readonly Matrix _slice = new(Size, Size);
    private readonly double[] _sums = new double[Size * Size];
    private readonly float[] _tile = new float[Size * Size];
    private Matrix? _left, _right;

    /// <summary>The inner products of each row of A with each of B, equally long and at most <see cref="Size"/> each, as [A rows, B rows].</summary>
    /// <returns>Row-major, valid until the next call.</returns>
    public ReadOnlySpan<double> Sums(TileRows a, TileRows b)
    {
        var sums = _sums.AsSpan(0, a.Count * b.Count);
        sums.Clear();
        for (var start = 0L; start < a.Source.ColumnCount; start += SliceLength)
        {
            MultiplySlice(a, b, start, (int)Math.Min(SliceLength, a.Source.ColumnCount - start));
            AddSlice(sums, a.Count, b.Count);
        }
        return sums;
    }

    /// <summary>The same, as cosines of unit rows: rounding may leave one slightly outside [-1, 1], and that of a row with itself slightly off 1.</summary>
    public ReadOnlySpan<float> Cosines(TileRows a, TileRows b)
    {
        var sums = Sums(a, b);
        var tile = _tile.AsSpan(0, sums.Length);
        for (var k = 0; k < tile.Length; k++) tile[k] = Math.Clamp((float)sums[k], -1, 1);
        if (a == b)
            for (var k = 0; k < a.Count; k++) tile[k * a.Count + k] = 1;
        return tile;
    }

    public void Dispose()
    {
        _slice.Dispose();
        _left?.Dispose();
        _right?.Dispose();
    }

    private void MultiplySlice(TileRows a, TileRows b, long start, int length)
    {
        var slice = _slice.View.Block(0, a.Count, 0, b.Count);
        var left = Read(a, start, length, ref _left);
        if (a == b) product.MultiplyByOwnTranspose(left, slice, threads: threads);
        else product.Multiply(left, Read(b, start, length, ref _right).Transposed, slice, threads: threads);
    }

    private static MatrixView Read(TileRows rows, long start, int length, ref Matrix? scratch)
    {
        if (!rows.Absolute) return rows.Source.Block(rows.Start, rows.Count, start, length);
        scratch ??= new Matrix(Size, SliceLength);
        for (var i = 0; i < rows.Count; i++) TensorPrimitives.Abs(rows.Source.Part(rows.Start + i, start, length), scratch.Row(i)[..length]);
        return scratch.View.Block(0, rows.Count, 0, length);
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
}
