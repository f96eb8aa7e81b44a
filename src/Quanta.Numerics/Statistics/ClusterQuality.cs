using Quanta.Numerics.Clustering;
using Quanta.Numerics.Clustering.Internals;
using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Statistics;

/// <summary>How good a clustering is by the similarities alone.</summary>
/// <remarks>Legend: s_ij similarity, n points, K clusters; no sum takes i = j. On cosines the silhouette is that of cosine distance; conductance and
/// cut mean something
/// where similarities are not negative, as on angular affinities.</remarks>
/// <param name="Silhouette">Mean over the points of (b - a) / max(a, b) with a the mean distance 1 - s to the own cluster and b that to the nearest
/// other
/// (Rousseeuw 1987); 0 for a point alone in its cluster. NaN where K is 1.</param>
/// <param name="WithinSimilarity">Mean s over the pairs that share a cluster; NaN where there are none.</param>
/// <param name="BetweenSimilarity">Mean s over the pairs that do not; NaN where there are none.</param>
/// <param name="NormalizedCut">Sum over the clusters of cut / volume: what spectral clustering minimises. In [0, K].</param>
/// <param name="Clusters">[K]: each cluster, by label.</param>
public sealed record ClusterQuality(
    double Silhouette, double WithinSimilarity, double BetweenSimilarity, double NormalizedCut, IReadOnlyList<ClusterQuality.OfCluster> Clusters)
{
    /// <summary>One cluster.</summary>
    /// <param name="Size">The number of its points.</param>
    /// <param name="WithinSimilarity">Mean s over its pairs; NaN for a single point.</param>
    /// <param name="Silhouette">Mean over its points.</param>
    /// <param name="Conductance">Sum of s over the pairs that leave it / the smaller of the sums of s of its points and of all others; NaN where
    /// that is not positive.</param>
    public sealed record OfCluster(int Size, double WithinSimilarity, double Silhouette, double Conductance);

    /// <summary>Measures a clustering in one pass over the matrix.</summary>
    /// <param name="similarity">[n, n], symmetric, unit column stride. NaN makes what it touches NaN.</param>
    /// <param name="labels">[n], each at least 0; every label up to the largest should occur.</param>
    /// <param name="threads">The number of threads to use; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between rows.</param>
    /// <exception cref="ArgumentException">The matrix is not square, or the labels do not fit it.</exception>
    public static ClusterQuality Measure(MatrixView similarity, ReadOnlySpan<int> labels, int threads = 1, CancellationToken cancellation = default)
    {
        SimilarityCheck.Square(similarity);
        if (labels.Length != similarity.RowCount)
            throw new ArgumentException($"A similarity matrix of {similarity.RowCount} points needs as many labels, but there are {labels.Length}.",
                nameof(labels));
        var sizes = ClusterLabels.Sizes(labels);
        var own = labels.ToArray();
        var points = new PointSums[own.Length];
        Workers.RunPieces(own.Length, 64, threads, (start, end) =>
        {
            var sums = new double[sizes.Length];
            for (var i = start; i < end; i++) points[i] = PointSums.Of(similarity, i, own, sizes, sums);
        }, cancellation);
        return Combine(points, own, sizes);
    }

    private static ClusterQuality Combine(PointSums[] points, int[] labels, int[] sizes)
    {
        var (inside, volume, silhouette) = (new double[sizes.Length], new double[sizes.Length], new double[sizes.Length]);
        for (var i = 0; i < points.Length; i++)
        {
            inside[labels[i]] += points[i].Inside;
            volume[labels[i]] += points[i].All;
            silhouette[labels[i]] += points[i].Silhouette;
        }
        var total = volume.Sum();
        var clusters = sizes.Select((size, c) => new OfCluster(
            size, inside[c] / Pairs(size), silhouette[c] / size, Ratio(volume[c] - inside[c], Math.Min(volume[c], total - volume[c])))).ToArray();
        var (withinPairs, allPairs) = (sizes.Sum(Pairs), Pairs(points.Length));
        var cut = sizes.Select((_, c) => Ratio(volume[c] - inside[c], volume[c])).Sum();
        return new ClusterQuality(silhouette.Sum() / points.Length, inside.Sum() / withinPairs, (total - inside.Sum()) / (allPairs - withinPairs),
            cut, clusters);
    }

    private static double Pairs(int size) => (double)size * (size - 1);

    private static double Ratio(double cut, double volume) => volume > 0 ? cut / volume : double.NaN;

    /// <summary>What one point adds.</summary>
    private readonly record struct PointSums(double Inside, double All, double Silhouette)
    {
        public static PointSums Of(MatrixView similarity, int point, int[] labels, int[] sizes, double[] sums)
        {
            Array.Clear(sums);
            var row = similarity.RowSpan(point);
            for (var j = 0; j < point; j++) sums[labels[j]] += row[j];
            for (var j = point + 1; j < row.Length; j++) sums[labels[j]] += row[j];
            var own = labels[point];
            return new PointSums(sums[own], sums.Sum(), SilhouetteOf(own, sizes, sums));
        }

        private static double SilhouetteOf(int own, int[] sizes, double[] sums)
        {
            if (sizes.Length == 1) return double.NaN;
            if (sizes[own] == 1) return 0;
            var nearest = double.PositiveInfinity;
            for (var c = 0; c < sizes.Length; c++)
                if (c != own && sizes[c] > 0) nearest = Math.Min(nearest, 1 - sums[c] / sizes[c]);
            var inside = 1 - sums[own] / (sizes[own] - 1);
            var larger = Math.Max(inside, nearest);
            return larger > 0 ? (nearest - inside) / larger : larger <= 0 ? 0 : double.NaN;
        }
    }
}
