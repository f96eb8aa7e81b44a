using Quanta.Discovery.Similarity.Tiles;
using Quanta.Discovery.Similarity.Vectors;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;
using Quanta.Numerics.Random;
using Quanta.Numerics.Sketches;

namespace Quanta.Discovery.Similarity.Sketches;

/// <summary>An estimate of <see cref="ExactSimilarity"/> from sketches of the vectors: each is evaluated once, sketched, and forgotten.</summary>
/// <remarks>The cosine of two sketches estimates that of the vectors. Every matrix is audited: the exact cosines of a random sample of vectors with all
/// others are computed on the way, at the price of one more evaluation of each sampled vector.</remarks>
public static class SketchedSimilarity
{
    private const int LargestChunk = 64;
    private const ulong SampleStream = 2;

    /// <summary>Computes all cosines from sketches.</summary>
    /// <param name="vectors">The vectors, n of p entries.</param>
    /// <param name="options">The sketch.</param>
    /// <param name="memoryBytes">What sketches and vectors may take together.</param>
    /// <param name="product">Multiplies matrices.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="sketches">Keeps finished rows, so that an interrupted job goes on.</param>
    /// <param name="store">Takes the matrix.</param>
    /// <param name="observer">Is told of progress.</param>
    /// <param name="cancellation">Stops between vectors and tiles.</param>
    /// <returns>The measured error.</returns>
    /// <exception cref="ArgumentException">The sketches do not fit into the memory.</exception>
    internal static SketchAudit Compute(
        ITokenVectors vectors, SketchOptions options, long memoryBytes, IMatrixProduct product, int threads, ISketchRows sketches, ISimilarityStore store,
        IStageObserver observer, CancellationToken cancellation)
    {
        var (n, layout, queries) = (vectors.Count, options.LayoutFor(vectors.Count), SampleQueries(vectors.Count, options));
        var chunkSize = ChunkSize(vectors, options, memoryBytes);
        using var tiles = new TileProduct(product, threads);
        using (var progress = observer.Begin(vectors.Kind, n + queries.Length, vectors.Kind))
        {
            var sketch = new CountSketch(vectors.Length, options.Dimensions, options.Seed);
            new Sketcher(vectors, sketch, layout, queries, chunkSize, threads, tiles).Run(sketches, progress, cancellation);
        }

        using var rows = new Matrix(n, layout.RowLength);
        for (var i = 0; i < n; i++) sketches.Read(i, rows.Row(i));
        WriteAll(layout.Sketches(rows), tiles, store, observer, cancellation);
        using var sketched = CompareWithQueries(rows, queries, layout, tiles);
        return SketchAudit.Of(queries, layout.Cosines(rows), sketched.View, options.Dimensions);
    }

    /// <summary>A name for the way in which the rows are cut into chunks.</summary>
    public static string PlanOf(ITokenVectors vectors, SketchOptions options, long memoryBytes) => $"{ChunkSize(vectors, options, memoryBytes)} {vectors.Kind} a chunk";

    private static int[] SampleQueries(int count, SketchOptions options)
    {
        var all = Enumerable.Range(0, count).ToArray();
        new Philox(options.Seed, SampleStream).Shuffle<int>(all);
        return [.. all.Take(options.AuditedVectors).Order()];
    }

    private static int ChunkSize(ITokenVectors vectors, SketchOptions options, long memoryBytes)
    {
        var vectorBytes = (long)vectors.Length * sizeof(float);
        var sketchBytes = (long)vectors.Count * options.LayoutFor(vectors.Count).RowLength * sizeof(float);
        var queryBytes = Math.Min(options.AuditedVectors, vectors.Count) * vectorBytes;
        var chunk = (memoryBytes - sketchBytes - queryBytes) / vectorBytes;
        if (chunk >= 1) return (int)Math.Min(chunk, LargestChunk);
        throw new ArgumentException(
            $"Sketches of {options.Dimensions:N0} dimensions of {vectors.Count:N0} {vectors.Kind}, and {options.AuditedVectors} {vectors.Kind} to audit them, need "
            + $"{(sketchBytes + queryBytes + vectorBytes) / 1e9:0.##} GB, but the memory limit leaves {memoryBytes / 1e9:0.##} GB for them. Raise --memory or lower --dimensions.", nameof(memoryBytes));
    }

    private static void WriteAll(ILongRows unit, TileProduct tiles, ISimilarityStore store, IStageObserver observer, CancellationToken cancellation)
    {
        var whole = new BlockPair(Unit: 0, Start: 0, unit.Count, OtherStart: 0, unit.Count);
        using var progress = observer.Begin("similarities", whole.TileCount, "tiles");
        SimilarityTiles.Write(whole, unit, unit, absolute: false, tiles, store, progress, cancellation);
        store.Finish(whole.Unit);
    }

    /// <summary>[n, queries].</summary>
    private static Matrix CompareWithQueries(Matrix rows, int[] queries, SketchLayout layout, TileProduct tiles)
    {
        using var chosen = new Matrix(queries.Length, rows.Columns);
        for (var q = 0; q < queries.Length; q++) rows.Row(queries[q]).CopyTo(chosen.Row(q));
        var (all, selected) = (layout.Sketches(rows), new TileRows(layout.Sketches(chosen), 0, queries.Length));
        var sketched = new Matrix(rows.Rows, queries.Length);
        for (var start = 0; start < rows.Rows; start += TileProduct.Size)
        {
            var count = Math.Min(TileProduct.Size, rows.Rows - start);
            var tile = tiles.Multiply(new TileRows(all, start, count), selected);
            for (var i = 0; i < count; i++) tile.Slice(i * queries.Length, queries.Length).CopyTo(sketched.Row(start + i));
        }
        return sketched;
    }
}
