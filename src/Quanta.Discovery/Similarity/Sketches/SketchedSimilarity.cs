using Quanta.Discovery.Similarity.Tiles;
using Quanta.Discovery.Similarity.Vectors;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Discovery.Similarity.Sketches;

/// <summary>An estimate of <see cref="ExactSimilarity"/> from sketches of the vectors: each is evaluated once, sketched, and forgotten.</summary>
/// <remarks>The cosine of two sketches estimates that of the vectors. Every matrix is audited: the exact cosines of a random sample of vectors with others,
/// with all where vectors are formed anyway, are computed on the way.</remarks>
public static class SketchedSimilarity
{
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
        var (layout, queries) = (options.LayoutFor(vectors.Count), options.Draw(vectors.Count, options.AuditedVectors, SketchOptions.AuditedStream));
        var chunkSize = SketchMakers.ChunkSize(vectors, options, memoryBytes);
        using var tiles = new TileProduct(product, threads);
        using var maker = SketchMakers.For(vectors, options, chunkSize, threads, tiles);
        MakeSketches(new Sketcher(vectors, maker, options, queries, chunkSize, threads), vectors.Kind, sketches, observer, cancellation);

        using var rows = new Matrix(vectors.Count, layout.RowLength);
        for (var i = 0; i < rows.Rows; i++) sketches.Read(i, rows.Row(i));
        WriteAll(layout.Sketches(rows), tiles, store, observer, cancellation);
        using var sketched = CompareWithQueries(rows, queries, layout, tiles);
        int[] compared = [.. Enumerable.Range(0, rows.Rows).Where(maker.IsCompared)];
        return SketchAudit.Of(queries, compared, layout.Cosines(rows), sketched.View, options.Dimensions) with { Kind = maker.Kind };
    }

    /// <summary>A name for the way in which the rows are cut into chunks.</summary>
    public static string PlanOf(ITokenVectors vectors, SketchOptions options, long memoryBytes) => $"{SketchMakers.ChunkSize(vectors, options, memoryBytes)} {vectors.Kind} a chunk";

    private static void MakeSketches(Sketcher sketcher, string kind, ISketchRows rows, IStageObserver observer, CancellationToken cancellation)
    {
        using var progress = observer.Begin(kind, sketcher.Evaluations, kind);
        sketcher.Run(rows, progress, cancellation);
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
            tiles.Multiply(new TileRows(all, start, count), selected, sketched, start);
        }
        return sketched;
    }
}
