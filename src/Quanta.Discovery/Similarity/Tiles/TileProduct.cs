using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Discovery.Similarity.Tiles;

/// <summary>Some of a matrix's rows.</summary>
internal readonly record struct TileRows(ILongRows Source, int Start, int Count);

/// <summary>Inner products of long rows, tile by tile: float32 products over slices of the rows, summed over the slices in float64.</summary>
/// <remarks>The slices are the same for every tile and every plan, and <see cref="IMatrixProduct"/> fixes the order within one, so that an inner product
/// does not depend on where its rows stand nor on how many there are.</remarks>
internal sealed class TileProduct(IMatrixProduct product, int threads) : IDisposable
{
    public const int Size = 512;
    public const int SliceLength = 1 << 14;

    private readonly Matrix _slice = new(Size, Size);
    private readonly SliceScratch _left = new(), _right = new();
    private readonly double[] _sums = new double[Size * Size];
    private readonly float[] _tile = new float[Size * Size];

    /// <summary>The inner products of each row of A with each of B, equally long and at most <see cref="Size"/> each, as [A rows, B rows].</summary>
    /// <returns>Row-major, valid until the next call.</returns>
    public Span<float> Multiply(TileRows a, TileRows b)
    {
        var entries = a.Count * b.Count;
        var sums = _sums.AsSpan(0, entries);
        sums.Clear();
        for (var start = 0; start < a.Source.Length; start += SliceLength)
        {
            MultiplySlice(a, b, start, Math.Min(SliceLength, a.Source.Length - start));
            AddSlice(sums, a.Count, b.Count);
        }
        var tile = _tile.AsSpan(0, entries);
        for (var i = 0; i < entries; i++) tile[i] = (float)sums[i];
        return tile;
    }

    /// <summary>The same, written to a matrix from a row on.</summary>
    public void Multiply(TileRows a, TileRows b, Matrix destination, int row)
    {
        var tile = Multiply(a, b);
        for (var i = 0; i < a.Count; i++) tile.Slice(i * b.Count, b.Count).CopyTo(destination.Row(row + i));
    }

    public void Dispose()
    {
        _slice.Dispose();
        _left.Dispose();
        _right.Dispose();
    }

    private void MultiplySlice(TileRows a, TileRows b, int start, int length)
    {
        var slice = _slice.View.Block(0, a.Count, 0, b.Count);
        var left = a.Source.Read(a.Start, a.Count, start, length, _left);
        if (a == b) product.MultiplyByOwnTranspose(left, slice, threads: threads);
        else product.Multiply(left, b.Source.Read(b.Start, b.Count, start, length, _right).Transposed, slice, threads: threads);
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
