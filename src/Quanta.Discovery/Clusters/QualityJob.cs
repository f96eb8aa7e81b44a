using Quanta.Discovery.Runs;
using Quanta.Numerics.Clustering;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Statistics;

namespace Quanta.Discovery.Clusters;

/// <summary>Measures the clusterings of one matrix.</summary>
/// <param name="options">How they were made.</param>
/// <param name="search">What the clusterer was told.</param>
/// <param name="places">For each count of the options the place of its number of clusters in the search.</param>
/// <param name="labels">For each count of the options, [m], ranked by size.</param>
/// <param name="computation">What computes.</param>
/// <param name="observer">Is told of progress.</param>
/// <param name="cancellation">Stops between rows and clusterings.</param>
internal sealed class QualityJob(
    ClusterOptions options, ClustererOptions search, int[] places, IReadOnlyList<int[]> labels, Computation computation, IStageObserver observer,
    CancellationToken cancellation)
{
    private const int Percent = 100;
    private const double SubsampleFraction = 0.8;

    /// <summary>For each number of clusters of the search, [m].</summary>
    private readonly int[][] _found = [.. search.Counts.Select((_, place) => labels[Array.IndexOf(places, place)])];

    /// <summary>How many of n points a part of them has.</summary>
    public static int PartOf(int points) => (int)Math.Ceiling(SubsampleFraction * points);

    /// <summary>Each clustering by a matrix, [m, m].</summary>
    public ClusterQuality[] Measure(MatrixView matrix)
    {
        using var progress = observer.Begin("cluster quality", labels.Count, "clusterings");
        return [.. labels.Select(clusters =>
        {
            var quality = ClusterQuality.Measure(matrix, clusters, computation.Threads, cancellation);
            progress.Advance(1);
            return quality;
        })];
    }

    /// <param name="others">For each number of clusters of the search the labels of the other seeds.</param>
    /// <returns>For each number of clusters of the search.</returns>
    public Stability[] OverSeeds(IReadOnlyList<IReadOnlyList<int[]>> others) => [.. ClusterStability.OverSeeds(search, _found, others).Select(ToStability)];

    /// <summary>For each number of clusters of the search; null where a part has fewer points than the largest.</summary>
    public Stability[]? OverSubsamples(MatrixView affinity)
    {
        if (search.Counts.Max() > SubsampleFraction * affinity.RowCount) return null;
        using var progress = observer.Begin("stability over subsamples", Percent, "percent");
        return [.. ClusterStability.OverSubsamples(
            Clusterers.Get(options.Clusterer), affinity, search with { OtherSeeds = 0 }, _found, SubsampleFraction, options.StabilityRuns, computation.Product,
            new FractionProgress(progress, Percent), cancellation).Select(ToStability)];
    }

    /// <summary>One entry for each count of the options.</summary>
    public ClusteringQuality[] Combine(
        ClusterQuality[] onSimilarity, ClusterQuality[] onAffinity, Stability[]? seeds, Stability[]? parts, int[]? given, MatrixStructure structure) =>
        [.. options.Counts.Select((count, i) => new ClusteringQuality
        {
            Count = count,
            Largest = onSimilarity[i].Clusters[0].Size,
            Silhouette = FiniteNumber.OrNull(onSimilarity[i].Silhouette),
            WithinSimilarity = FiniteNumber.OrNull(onSimilarity[i].WithinSimilarity),
            BetweenSimilarity = FiniteNumber.OrNull(onSimilarity[i].BetweenSimilarity),
            MeanConductance = FiniteNumber.OrNull(onAffinity[i].Clusters.Average(cluster => cluster.Conductance)),
            NormalizedCut = FiniteNumber.OrNull(onAffinity[i].NormalizedCut),
            OverSeeds = seeds?[places[i]],
            OverSubsamples = parts?[places[i]],
            WithLabels = given is null ? null : Agreement(labels[i], given),
            Structure = structure,
        })];

    private static Stability ToStability(ClusterStability one) => new(one.Mean, one.Least);

    private static LabelAgreement Agreement(int[] clusters, int[] given) => new(
        ClusterAgreement.AdjustedRandIndex(clusters, given), ClusterAgreement.NormalizedMutualInformation(clusters, given),
        ClusterAgreement.AdjustedMutualInformation(clusters, given));
}
