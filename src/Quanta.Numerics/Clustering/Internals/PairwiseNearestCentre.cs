using System.Numerics;
using System.Numerics.Tensors;
using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Clustering.Internals;

/// <summary>Nearest centres from inner products of pairs of points.</summary>
/// <remarks>With G = X X^T and cluster c of m points, x_i . centre_c = (1/m) sum_{l in c} G_li: row c of the sums S [k, n] changes by a row of G for
/// each
/// point that comes or goes. The nearest centre has the least ||centre_c||^2 - (2/m) S_ci.</remarks>
internal sealed class PairwiseNearestCentre(PointSet points, int k) : INearestCentre
{
    private const int TilePoints = 1024;
    private readonly Matrix _sums = new(k, points.Count);
    private readonly Matrix _products =
        points.InnerProducts ?? throw new ArgumentException("The inner products of the points are missing.", nameof(points));

    public void Update(Centroids centroids, CentroidEdits edits)
    {
        foreach (var cluster in edits.Changed)
        {
            var sum = _sums.Row(cluster);
            if (edits.IsAnew(cluster)) sum.Clear();
            foreach (var entry in edits.Entries(cluster))
            {
                if (entry >= 0) TensorPrimitives.Add(sum, _products.Row(entry), sum);
                else TensorPrimitives.Subtract(sum, _products.Row(~entry), sum);
            }
        }
    }

    public void Assign(Centroids centroids, Span<int> labels)
    {
        Span<float> least = stackalloc float[TilePoints];
        for (var start = 0; start < labels.Length; start += TilePoints)
        {
            var tile = labels.Slice(start, Math.Min(TilePoints, labels.Length - start));
            least.Fill(float.PositiveInfinity);
            for (var c = 0; c < k; c++)
            {
                var score = (Offset: (float)centroids.SquaredNorms[c], Slope: -2f / Math.Max(1, centroids.Weights[c]));
                KeepNearest(_sums.Row(c).Slice(start, tile.Length), score.Offset, score.Slope, c, least, tile);
            }
        }
    }

    public void Dispose() => _sums.Dispose();

    private static void KeepNearest(ReadOnlySpan<float> sums, float offset, float slope, int cluster, Span<float> least, Span<int> labels)
    {
        var (offsets, slopes, clusters) = (new Vector<float>(offset), new Vector<float>(slope), new Vector<int>(cluster));
        var i = 0;
        for (; i + Vector<float>.Count <= sums.Length; i += Vector<float>.Count)
        {
            var scores = Vector.FusedMultiplyAdd(slopes, new Vector<float>(sums[i..]), offsets);
            var best = new Vector<float>(least[i..]);
            var nearer = Vector.LessThan(scores, best);
            if (nearer == Vector<int>.Zero) continue;
            Vector.ConditionalSelect(nearer, scores, best).CopyTo(least[i..]);
            Vector.ConditionalSelect(nearer, clusters, new Vector<int>(labels[i..])).CopyTo(labels[i..]);
        }
        for (; i < sums.Length; i++)
        {
            var score = MathF.FusedMultiplyAdd(slope, sums[i], offset);
            if (score < least[i]) (least[i], labels[i]) = (score, cluster);
        }
    }
}
