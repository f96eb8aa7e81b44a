using Quanta.Discovery.Similarity.Tiles;
using Quanta.Discovery.Similarity.Vectors;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Discovery.Similarity;

/// <summary>The cosine of the angle between every two tokens' vectors, e.g. gradients: C_ij = g_i . g_j / (|g_i| |g_j|) (Michaud et al. 2023, section 5),
/// and, when asked for, the same of the vectors' absolute values.</summary>
/// <remarks>Deviations from the published script: norms and the sums over slices of a vector are in float64; the diagonal is exactly 1; a vector of
/// norm 0 has similarity 0 to all others (published: norms below 1e-12 count as 1e-12, which gives the same). The result does not depend, bit for bit, on
/// the plan or the number of threads.</remarks>
public static class ExactSimilarity
{
    /// <summary>Fills the store with every pair that it does not have yet.</summary>
    public static void Compute(
        ITokenVectors vectors, BlockPlan plan, bool absolute, IMatrixProduct product, int threads, ISimilarityStore store, IStageObserver observer, CancellationToken cancellation)
    {
        using var progress = observer.Begin(vectors.Kind, plan.Evaluations, vectors.Kind);
        using var block = new Matrix(plan.BlockSize, vectors.Length);
        using var chunk = new Matrix(plan.ChunkSize, vectors.Length);
        using var tiles = new TileProduct(product, threads);
        for (var b = 0; b < plan.BlockCount; b++)
        {
            var pairs = plan.PairsOf(b).ToList();
            var open = pairs.Where(p => !store.IsDone(p.Unit)).ToList();
            progress.Advance(pairs.Except(open).Sum(p => p.IsDiagonal ? 0 : p.OtherCount) + (open.Count == 0 ? pairs[0].Count : 0));
            if (open.Count == 0) continue;

            UnitVectors.Evaluate(vectors, pairs[0].Start, pairs[0].Count, block, threads, progress, cancellation);
            foreach (var pair in open)
            {
                if (!pair.IsDiagonal) UnitVectors.Evaluate(vectors, pair.OtherStart, pair.OtherCount, chunk, threads, progress, cancellation);
                Multiply(pair, block.View, pair.IsDiagonal ? null : chunk.View, absolute, tiles, store, observer, cancellation);
                store.Finish(pair.Unit);
            }
        }
    }

    private static void Multiply(
        BlockPair pair, MatrixView block, MatrixView? other, bool absolute, TileProduct tiles, ISimilarityStore store, IStageObserver observer, CancellationToken cancellation)
    {
        using var progress = pair.IsDiagonal ? observer.Begin("similarities within the block", pair.TileCount * (absolute ? 2 : 1), "tiles") : SilentObserver.Instance;
        Write(values => new FloatRows(values), isAbsolute: false);
        if (absolute) Write(values => new AbsoluteRows(values), isAbsolute: true);

        void Write(Func<MatrixView, ILongRows> read, bool isAbsolute)
        {
            var left = read(block);
            SimilarityTiles.Write(pair, left, other is { } right ? read(right) : left, isAbsolute, tiles, store, progress, cancellation);
        }
    }
}
