using Quanta.Discovery.Runs;
using Quanta.Numerics.Clustering;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Statistics;

namespace Quanta.Discovery.Clusters;

/// <summary>Measures the clusterings of one matrix.</summary>
/// <param name="options">How they were made.</param>
/// <param name="similarity">[n, n]: the cosines.</param>
/// <param name="affinity">[n, n]: what was clustered.</param>
/// <param name="labels">For each count, [n], ranked by size.</param>
/// <param name="computation">What computes.</param>
/// <param name="observer">Is told of progress.</param>
/// <param name="cancellation">Stops between rows and clusterings.</param>
internal sealed class QualityJob(
    ClusterOptions options, Matrix similarity, Matrix affinity, IReadOnlyList<int[]> labels, Computation computation, IStageObserver observer, CancellationToken cancellation)
{
    private const int Percent = 100;
    private const double SubsampleFraction = 0.8;

    /// <param name="given">Labels to compare with, [n], or null.</param>
    public ClusteringQuality[] Run(int[]? given)
    {
        var qualities = Measure(given);
        if (options.StabilityRuns == 0) return qualities;
        var (seeds, parts) = (OverSeeds(), OverSubsamples());
        return [.. qualities.Select((quality, i) => quality with { OverSeeds = seeds[i], OverSubsamples = parts?[i] })];
    }

    private ClusteringQuality[] Measure(int[]? given)
    {
        using var progress = observer.Begin("cluster quality", labels.Count, "clusterings");
        return [.. labels.Select((clusters, i) =>
        {
            var quality = Measure(options.Counts[i], clusters) with { WithLabels = given is null ? null : Agreement(clusters, given) };
            progress.Advance(1);
            return quality;
        })];
    }

    private ClusteringQuality Measure(int count, int[] clusters)
    {
        var onSimilarity = ClusterQuality.Measure(similarity.View, clusters, computation.Threads, cancellation);
        var onAffinity = ClusterQuality.Measure(affinity.View, clusters, computation.Threads, cancellation);
        return new ClusteringQuality
        {
            Count = count,
            Largest = onSimilarity.Clusters[0].Size,
            Silhouette = Finite(onSimilarity.Silhouette),
            WithinSimilarity = Finite(onSimilarity.WithinSimilarity),
            BetweenSimilarity = Finite(onSimilarity.BetweenSimilarity),
            MeanConductance = Finite(onAffinity.Clusters.Average(cluster => cluster.Conductance)),
            NormalizedCut = Finite(onAffinity.NormalizedCut),
        };
    }

    private Stability[] OverSeeds()
    {
        using var progress = observer.Begin("stability over seeds", Percent, "percent");
        return Summaries(ClusterStability.OverSeeds(
            Clusterers.Get(options.Clusterer), affinity.View, options.Search(computation.Threads), labels, options.StabilityRuns, computation.Product,
            new FractionProgress(progress, Percent), cancellation));
    }

    /// <summary>Null where a part has fewer tokens than the largest count.</summary>
    private Stability[]? OverSubsamples()
    {
        if (options.Counts.Max() > SubsampleFraction * affinity.Rows) return null;
        using var progress = observer.Begin("stability over subsamples", Percent, "percent");
        return Summaries(ClusterStability.OverSubsamples(
            Clusterers.Get(options.Clusterer), affinity.View, options.Search(computation.Threads), labels, SubsampleFraction, options.StabilityRuns, computation.Product,
            new FractionProgress(progress, Percent), cancellation));
    }

    private static Stability[] Summaries(IReadOnlyList<ClusterStability> stabilities) => [.. stabilities.Select(one => new Stability(one.Mean, one.Least))];

    private static LabelAgreement Agreement(int[] clusters, int[] given) => new(
        ClusterAgreement.AdjustedRandIndex(clusters, given), ClusterAgreement.NormalizedMutualInformation(clusters, given),
        ClusterAgreement.AdjustedMutualInformation(clusters, given));

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
