using System.Numerics.Tensors;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Discovery.Similarity;

/// <summary>The cosine of the angle between every two gradients: C_ij = g_i . g_j / (|g_i| |g_j|) (Michaud et al. 2023, section 5), and, when asked for,
/// the same of the gradients' absolute values.</summary>
/// <remarks>Deviations from the published script: norms and the sums over slices of a gradient are in float64; the diagonal is exactly 1; a gradient of
/// norm 0 has similarity 0 to all others (published: norms below 1e-12 count as 1e-12, which gives the same). The result does not depend, bit for bit, on
/// the plan or the number of threads.</remarks>
public static class ExactSimilarity
{
    private const double SmallestNorm = 1e-12;

    /// <summary>Fills the store with every pair that it does not have yet.</summary>
    public static void Compute(
        IGradientSource gradients, BlockPlan plan, bool absolute, IMatrixProduct product, int threads, ISimilarityStore store, IStageObserver observer, CancellationToken cancellation)
    {
        using var progress = observer.Begin("gradients", plan.Evaluations, "gradients");
        using var block = new Matrix(plan.BlockSize, gradients.Length);
        using var chunk = new Matrix(plan.ChunkSize, gradients.Length);
        using var tiles = new TileProduct(product, threads);
        for (var b = 0; b < plan.BlockCount; b++)
        {
            var pairs = plan.PairsOf(b).ToList();
            var open = pairs.Where(p => !store.IsDone(p.Unit)).ToList();
            progress.Advance(pairs.Except(open).Sum(p => p.IsDiagonal ? 0 : p.OtherCount) + (open.Count == 0 ? pairs[0].Count : 0));
            if (open.Count == 0) continue;

            EvaluateUnit(gradients, pairs[0].Start, pairs[0].Count, block, progress, cancellation);
            foreach (var pair in open)
            {
                if (!pair.IsDiagonal) EvaluateUnit(gradients, pair.OtherStart, pair.OtherCount, chunk, progress, cancellation);
                MultiplyPair(pair, block, pair.IsDiagonal ? block : chunk, absolute, tiles, store, cancellation);
                store.Finish(pair.Unit);
            }
        }
    }

    private static void EvaluateUnit(IGradientSource gradients, int start, int count, Matrix rows, IStageProgress progress, CancellationToken cancellation)
    {
        gradients.Evaluate(start, count, rows, progress, cancellation);
        for (var i = 0; i < count; i++) Normalise(rows.Row(i));
    }

    /// <summary>Divides a gradient by its Euclidean norm, computed in float64.</summary>
    private static void Normalise(Span<float> gradient)
    {
        var norm = Norm.Euclidean(gradient);
        if (double.IsNaN(norm) || double.IsInfinity(norm))
            throw new InvalidDataException($"A gradient has norm {norm}. The model's weights or activations overflow float32 or hold NaN; check the checkpoint.");
        TensorPrimitives.Multiply(gradient, (float)(1 / Math.Max(norm, SmallestNorm)), gradient);
    }

    private static void MultiplyPair(BlockPair pair, Matrix left, Matrix right, bool absolute, TileProduct tiles, ISimilarityStore store, CancellationToken cancellation)
    {
        for (var i = 0; i < pair.Count; i += TileProduct.Size)
        {
            var rows = left.Slice(i, Math.Min(TileProduct.Size, pair.Count - i));
            for (var j = 0; j < (pair.IsDiagonal ? i + 1 : pair.OtherCount); j += TileProduct.Size)
            {
                cancellation.ThrowIfCancellationRequested();
                var columns = right.Slice(j, Math.Min(TileProduct.Size, pair.OtherCount - j));
                WriteTile(pair, i, j, rows, columns, absolute: false, tiles, store);
                if (absolute) WriteTile(pair, i, j, rows, columns, absolute: true, tiles, store);
            }
        }
    }

    private static void WriteTile(BlockPair pair, int i, int j, MatrixView rows, MatrixView columns, bool absolute, TileProduct tiles, ISimilarityStore store)
    {
        var tile = tiles.Multiply(rows, columns, absolute);
        for (var k = 0; k < tile.Length; k++) tile[k] = Math.Clamp(tile[k], -1, 1);
        if (pair.IsDiagonal && i == j)
            for (var k = 0; k < rows.RowCount; k++) tile[k * columns.RowCount + k] = 1;
        store.Write(pair.Start + i, pair.OtherStart + j, rows.RowCount, columns.RowCount, tile, absolute);
    }
}
