using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;
using Quanta.Numerics.Random;
using Quanta.Numerics.Sketches;

namespace Quanta.Discovery.Similarity;

/// <summary>An estimate of <see cref="ExactSimilarity"/> from sketches of the gradients: each gradient is evaluated once, sketched, and forgotten.</summary>
/// <remarks>The cosine of two sketches estimates that of the gradients. Every matrix is audited: the exact cosines of a random sample of gradients with all
/// others are computed on the way, at the price of one more evaluation of each sampled gradient.</remarks>
public static class SketchedSimilarity
{
    private const int LargestChunk = 64;
    private const ulong SampleStream = 2;

    /// <summary>Computes all cosines from sketches.</summary>
    /// <param name="gradients">The gradients, n of p entries.</param>
    /// <param name="options">The sketch.</param>
    /// <param name="memoryBytes">What sketches and gradients may take together.</param>
    /// <param name="product">Multiplies matrices.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="sketches">Keeps finished rows, [n, <see cref="RowLength"/>], so that an interrupted job goes on.</param>
    /// <param name="store">Takes the matrix.</param>
    /// <param name="observer">Is told of progress.</param>
    /// <param name="cancellation">Stops between gradients and tiles.</param>
    /// <returns>The measured error.</returns>
    /// <exception cref="ArgumentException">The sketches do not fit into the memory.</exception>
    internal static SketchAudit Compute(
        IGradientSource gradients, SketchOptions options, long memoryBytes, IMatrixProduct product, int threads, ISketchRows sketches, ISimilarityStore store,
        IStageObserver observer, CancellationToken cancellation)
    {
        var (n, m, queries) = (gradients.Count, options.Dimensions, SampleQueries(gradients.Count, options));
        var chunkSize = ChunkSize(gradients, options, memoryBytes);
        using var tiles = new TileProduct(product, threads);
        using (var progress = observer.Begin("gradients", n + queries.Length, "gradients"))
        {
            var sketcher = new Sketcher(gradients, new CountSketch(gradients.Length, m, options.Seed), queries, chunkSize, threads, tiles);
            sketcher.Run(sketches, progress, cancellation);
        }

        using var rows = new Matrix(n, RowLength(options, n));
        for (var i = 0; i < n; i++) sketches.Read(i, rows.Row(i));
        var (unit, exact) = (rows.View.Columns(0, m), rows.View.Columns(m, queries.Length));
        WriteAll(unit, tiles, store, observer, cancellation);
        using var sketched = new Matrix(n, queries.Length);
        CompareWithQueries(unit, queries, tiles, sketched);
        return SketchAudit.Of(queries, exact, sketched.View, m);
    }

    /// <summary>The length of a stored row: the sketch, of unit length, and the exact cosines with the audited gradients.</summary>
    public static int RowLength(SketchOptions options, int count) => options.Dimensions + Math.Min(options.AuditedGradients, count);

    /// <summary>A name for the way in which the rows are cut into chunks.</summary>
    public static string PlanOf(IGradientSource gradients, SketchOptions options, long memoryBytes) => $"{ChunkSize(gradients, options, memoryBytes)} gradients a chunk";

    private static int[] SampleQueries(int count, SketchOptions options)
    {
        var all = Enumerable.Range(0, count).ToArray();
        new Philox(options.Seed, SampleStream).Shuffle<int>(all);
        return [.. all.Take(options.AuditedGradients).Order()];
    }

    private static int ChunkSize(IGradientSource gradients, SketchOptions options, long memoryBytes)
    {
        var gradientBytes = (long)gradients.Length * sizeof(float);
        var sketchBytes = (long)gradients.Count * RowLength(options, gradients.Count) * sizeof(float);
        var queryBytes = Math.Min(options.AuditedGradients, gradients.Count) * gradientBytes;
        var chunk = (memoryBytes - sketchBytes - queryBytes) / gradientBytes;
        if (chunk >= 1) return (int)Math.Min(chunk, LargestChunk);
        throw new ArgumentException(
            $"Sketches of {options.Dimensions:N0} dimensions of {gradients.Count:N0} gradients, and {options.AuditedGradients} gradients to audit them, need "
            + $"{(sketchBytes + queryBytes + gradientBytes) / 1e9:0.##} GB, but the memory limit is {memoryBytes / 1e9:0.##} GB. Raise --memory or lower --dimensions.", nameof(memoryBytes));
    }

    private static void WriteAll(MatrixView unit, TileProduct tiles, ISimilarityStore store, IStageObserver observer, CancellationToken cancellation)
    {
        var whole = new BlockPair(Unit: 0, Start: 0, unit.RowCount, OtherStart: 0, unit.RowCount);
        using var progress = observer.Begin("similarities", whole.TileCount, "tiles");
        SimilarityTiles.Write(whole, unit, unit, absolute: false, tiles, store, progress, cancellation);
        store.Finish(whole.Unit);
    }

    private static void CompareWithQueries(MatrixView unit, int[] queries, TileProduct tiles, Matrix sketched)
    {
        using var selected = new Matrix(queries.Length, unit.ColumnCount);
        for (var q = 0; q < queries.Length; q++) unit.Row(queries[q]).CopyTo(selected.Row(q));
        for (var start = 0; start < unit.RowCount; start += TileProduct.Size)
        {
            var rows = unit.Rows(start, Math.Min(TileProduct.Size, unit.RowCount - start));
            var tile = tiles.Multiply(rows, selected.View, absolute: false);
            for (var i = 0; i < rows.RowCount; i++) tile.Slice(i * queries.Length, queries.Length).CopyTo(sketched.Row(start + i));
        }
    }
}
