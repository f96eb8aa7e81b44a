using Quanta.Numerics.Matrices;
using Quanta.Numerics.Statistics;

namespace Quanta.Discovery.Clusters;

/// <summary>How good one clustering is by the similarities alone: an entry of the quality file.</summary>
/// <param name="Count">The number of clusters asked for.</param>
/// <param name="Largest">The size of the largest.</param>
/// <param name="Silhouette">Mean silhouette on 1 - similarity, in [-1, 1]; null where it is not defined.</param>
/// <param name="WithinSimilarity">Mean similarity of pairs in one cluster; null where there are none.</param>
/// <param name="BetweenSimilarity">Mean similarity of pairs in different clusters; null where there are none.</param>
/// <param name="NormalizedCut">Sum over the clusters of cut / volume in the affinity; null where a volume vanishes.</param>
public sealed record ClusteringQuality(
    int Count, int Largest, double? Silhouette, double? WithinSimilarity, double? BetweenSimilarity, double? NormalizedCut)
{
    /// <summary>Measures a clustering.</summary>
    /// <param name="count">The number of clusters asked for.</param>
    /// <param name="labels">[n], ranked by size.</param>
    /// <param name="similarity">[n, n]: the cosines.</param>
    /// <param name="affinity">[n, n]: what was clustered.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="cancellation">Stops between rows.</param>
    public static ClusteringQuality Measure(int count, int[] labels, Matrix similarity, Matrix affinity, int threads, CancellationToken cancellation)
    {
        var onSimilarity = ClusterQuality.Measure(similarity.View, labels, threads, cancellation);
        var onAffinity = ClusterQuality.Measure(affinity.View, labels, threads, cancellation);
        return new ClusteringQuality(
            count, onSimilarity.Clusters[0].Size, Finite(onSimilarity.Silhouette), Finite(onSimilarity.WithinSimilarity), Finite(onSimilarity.BetweenSimilarity),
            Finite(onAffinity.NormalizedCut));
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
