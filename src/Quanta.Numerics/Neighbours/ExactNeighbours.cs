using System.Numerics.Tensors;
using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Neighbours;

/// <summary>How neighbours are sought.</summary>
/// <param name="Width">k: how many neighbours of each vector; 1 to n - 1.</param>
public record NeighbourOptions(int Width)
{
    /// <summary>The number of threads to use; the graph does not depend on it where the product's bits do not.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Bytes to hold, the graph included; at least what <see cref="ExactNeighbours.LeastBytes"/> says is taken. The graph does not depend on
    /// it.</summary>
    public long MemoryBytes { get; init; } = 4L << 30;

    internal void Validate(int count)
    {
        if (count < 2) throw new ArgumentException($"Neighbours need at least 2 vectors, but there are {count}.");
        if (Width < 1 || Width >= count) throw new ArgumentException($"Each of {count} vectors has 1 to {count - 1} others, but {Width} neighbours were asked for.");
        if ((long)count * Width > Array.MaxLength)
            throw new ArgumentException($"A graph holds at most {Array.MaxLength:N0} neighbours, but {count:N0} vectors with {Width:N0} each were asked for: ask for fewer.");
    }
}

/// <summary>The nearest neighbours of vectors by cosine, from the products of all pairs, tile by tile: no matrix of them is ever whole.</summary>
/// <remarks>O(n^2 d) time, each pair once. Vectors are divided by their norms (float64) as they are read; a cosine is a float32 product, clamped to [-1, 1]. A
/// block of vectors stays in memory while the later ones pass by, so that with little memory vectors are read several times.</remarks>
public static class ExactNeighbours
{
    /// <summary>Rows and columns of a tile.</summary>
    private const int Tile = 1024;

    /// <summary>Rows or columns of a tile that a thread goes through.</summary>
    private const int Strip = 64;

    /// <summary>Finds the k nearest neighbours of every vector.</summary>
    /// <param name="vectors">[n, d], finite, of any length. A vector of zeros has no neighbours.</param>
    /// <param name="options">How many.</param>
    /// <param name="product">Multiplies.</param>
    /// <param name="progress">Fraction of the pairs that were compared.</param>
    /// <param name="cancellation">Stops between tiles.</param>
    /// <exception cref="ArgumentException">A vector is not finite, or k does not lie in 1 ... n - 1.</exception>
    public static NeighbourGraph Find(
        IVectorRows vectors, NeighbourOptions options, IMatrixProduct product, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        options.Validate(vectors.Count);
        var rows = new UnitRows(vectors);
        using var search = new PairSearch(rows, options, product, cancellation);
        var most = BlockRows(rows, options);
        using var block = new Matrix(most, rows.Dimensions);
        using var passing = new Matrix(most < rows.Count ? Tile : 0, rows.Dimensions);
        var (done, total) = (0.0, (double)rows.Count * rows.Count);
        for (int start = 0, held; start < rows.Count; start += held)
        {
            held = Math.Min(most, rows.Count - start);
            rows.Read(start, block.Slice(0, held), options.Threads);
            search.Within(start, block.Slice(0, held), part => progress?.Report((done + part * held * held) / total));
            done += (double)held * held;
            for (var next = start + held; next < rows.Count; next += Tile)
            {
                var chunk = passing.Slice(0, Math.Min(Tile, rows.Count - next));
                rows.Read(next, chunk, options.Threads);
                search.Between(next, chunk, start, block.Slice(0, held));
                progress?.Report((done += 2.0 * held * chunk.RowCount) / total);
            }
        }
        return search.Heaps.ToGraph(options.Threads);
    }

    /// <summary>Finds the k nearest neighbours of some vectors among all.</summary>
    /// <param name="vectors">[n, d].</param>
    /// <param name="chosen">[m]: their numbers, each once.</param>
    /// <param name="options">How many.</param>
    /// <param name="product">Multiplies.</param>
    /// <param name="seen">Is given the place of each chosen vector and some of its cosines, those with vectors of zeros and itself too; all together come once,
    /// those of one place in the order of the vectors.</param>
    /// <param name="cancellation">Stops between tiles.</param>
    /// <returns>Row i holds the neighbours of <paramref name="chosen"/>[i], by their numbers among all.</returns>
    public static NeighbourGraph FindOf(
        IVectorRows vectors, ReadOnlySpan<int> chosen, NeighbourOptions options, IMatrixProduct product, Action<int, ReadOnlySpan<float>>? seen = null,
        CancellationToken cancellation = default)
    {
        options.Validate(vectors.Count);
        var (rows, heaps, asked) = (new UnitRows(vectors), new NeighbourHeaps(chosen.Length, options.Width), chosen.ToArray());
        using Matrix left = new(asked.Length, rows.Dimensions), right = new(Tile, rows.Dimensions), tile = new(asked.Length, Tile);
        rows.Gather(asked, left.View);
        for (var i = 0; i < asked.Length; i++)
            if (UnitRows.IsZero(left.Row(i))) heaps.Close(i);
        for (var start = 0; start < rows.Count; start += Tile)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(Tile, rows.Count - start);
            rows.Read(start, right.Slice(0, count), options.Threads);
            var cosines = tile.View.Columns(0, count);
            product.Multiply(left.View, right.Slice(0, count).Transposed, cosines, accumulate: false, options.Threads);
            int[] numbers = [.. Enumerable.Range(start, count).Select(j => UnitRows.IsZero(right.Row(j - start)) ? NeighbourGraph.None : j)];
            Workers.RunPieces(asked.Length, Strip, options.Threads, (first, end) =>
            {
                for (var i = first; i < end; i++)
                {
                    TensorPrimitives.Clamp(cosines.Row(i), -1, 1, cosines.Row(i));
                    seen?.Invoke(i, cosines.Row(i));
                    heaps.OfferRow(i, asked[i], cosines.Row(i), numbers, mayBeThere: false);
                }
            }, cancellation);
        }
        return heaps.ToGraph(options.Threads);
    }

    /// <summary>The bytes that neighbours of n vectors take at least: the graph, a tile, and the vectors of its rows and columns.</summary>
    /// <param name="count">n.</param>
    /// <param name="dimensions">d.</param>
    /// <param name="width">k.</param>
    public static long LeastBytes(int count, int dimensions, int width) =>
        NeighbourHeaps.Bytes(count, width) + 4L * count + sizeof(float) * (long)Math.Min(Tile, count) * (2L * dimensions + Tile);

    /// <summary>As many vectors as memory allows, all if need be.</summary>
    private static int BlockRows(UnitRows rows, NeighbourOptions options)
    {
        var spare = options.MemoryBytes - LeastBytes(rows.Count, rows.Dimensions, options.Width);
        return (int)Math.Min(rows.Count, Tile + Math.Max(0, spare / Math.Max(1, rows.Bytes(1))));
    }

    /// <summary>Compares blocks of vectors, and keeps each vector's best neighbours.</summary>
    private sealed class PairSearch(UnitRows rows, NeighbourOptions options, IMatrixProduct product, CancellationToken cancellation) : IDisposable
    {
        private readonly Matrix _tile = new(Math.Min(Tile, rows.Count), Math.Min(Tile, rows.Count));

        /// <summary>[n]: each vector's number; <see cref="NeighbourGraph.None"/> for vectors of zeros.</summary>
        private readonly int[] _numbers = [.. Enumerable.Range(0, rows.Count)];

        public NeighbourHeaps Heaps { get; } = new(rows.Count, options.Width);

        /// <summary>Compares the vectors of a block, the first of which is number <paramref name="start"/>, with one another.</summary>
        public void Within(int start, MatrixView block, Action<double> report)
        {
            for (var i = 0; i < block.RowCount; i += Tile)
            {
                var left = block.Rows(i, Math.Min(Tile, block.RowCount - i));
                CloseZeros(start + i, left);
                for (var j = 0; j < i; j += Tile) Compare(start + i, left, start + j, block.Rows(j, Tile));
                CompareWithItself(start + i, left);
                var seen = (double)(i + left.RowCount) / block.RowCount;
                report(seen * seen);
            }
        }

        /// <summary>Compares vectors that pass by with those of a block.</summary>
        public void Between(int passing, MatrixView chunk, int start, MatrixView block)
        {
            CloseZeros(passing, chunk);
            for (var j = 0; j < block.RowCount; j += Tile) Compare(passing, chunk, start + j, block.Rows(j, Math.Min(Tile, block.RowCount - j)));
        }

        private void CloseZeros(int first, MatrixView vectors)
        {
            for (var i = 0; i < vectors.RowCount; i++)
            {
                if (!UnitRows.IsZero(vectors.Row(i))) continue;
                _numbers[first + i] = NeighbourGraph.None;
                Heaps.Close(first + i);
            }
        }

        private void CompareWithItself(int first, MatrixView vectors)
        {
            var tile = TileOf(vectors.RowCount, vectors.RowCount);
            product.MultiplyByOwnTranspose(vectors, tile, accumulate: false, options.Threads);
            OfferRows(first, first, tile);
        }

        private void Compare(int firstRow, MatrixView left, int firstColumn, MatrixView right)
        {
            var tile = TileOf(left.RowCount, right.RowCount);
            product.Multiply(left, right.Transposed, tile, accumulate: false, options.Threads);
            OfferRows(firstRow, firstColumn, tile);
            Workers.RunPieces(tile.ColumnCount, Strip, options.Threads, (start, end) =>
                Heaps.OfferColumns(firstColumn + start, tile.Columns(start, end - start), _numbers.AsSpan(firstRow, tile.RowCount)));
        }

        private void OfferRows(int firstRow, int firstColumn, MatrixView tile) => Workers.RunPieces(tile.RowCount, Strip, options.Threads, (start, end) =>
        {
            for (var i = start; i < end; i++)
            {
                TensorPrimitives.Clamp(tile.Row(i), -1, 1, tile.Row(i));
                Heaps.OfferRow(firstRow + i, firstRow + i, tile.Row(i), _numbers.AsSpan(firstColumn, tile.ColumnCount), mayBeThere: false);
            }
        });

        public void Dispose() => _tile.Dispose();

        private MatrixView TileOf(int height, int width)
        {
            cancellation.ThrowIfCancellationRequested();
            return _tile.View.Block(0, height, 0, width);
        }
    }
}
