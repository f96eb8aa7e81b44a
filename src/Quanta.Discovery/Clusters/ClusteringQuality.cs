using Quanta.Discovery.Runs;
using Quanta.Numerics.Clustering;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Statistics;

namespace Quanta.Discovery.Clusters;

/// <summary>How good one clustering is: an entry of the quality file.</summary>
public sealed record ClusteringQuality
{
    /// <summary>The number of clusters asked for; where the clusterer chose it, the number that it found.</summary>
    public required int Count { get; init; }

    /// <summary>The size of the largest.</summary>
    public required int Largest { get; init; }

    /// <summary>Mean silhouette on cosine distance, in [-1, 1]; null where it is not defined.</summary>
    public double? Silhouette { get; init; }

    /// <summary>Mean cosine of pairs in one cluster; null where there are none.</summary>
    public double? WithinSimilarity { get; init; }

    /// <summary>Mean cosine of pairs in different clusters; null where there are none.</summary>
    public double? BetweenSimilarity { get; init; }

    /// <summary>Mean over the clusters of their conductance in the affinity, in [0, 1]: the share of a cluster's similarities that leave it.</summary>
    public double? MeanConductance { get; init; }

    /// <summary>Sum over the clusters of cut / volume in the affinity; null where a volume vanishes.</summary>
    public double? NormalizedCut { get; init; }

    /// <summary>Agreement of the clusterings of several seeds; null where it was not measured.</summary>
    public Stability? OverSeeds { get; init; }

    /// <summary>Agreement with clusterings of random parts of the tokens, on these parts; null where it was not measured.</summary>
    public Stability? OverSubsamples { get; init; }

    /// <summary>Agreement with labels that the user brought; null where there are none.</summary>
    public LabelAgreement? WithLabels { get; init; }

    /// <summary>What the matrix says before any clustering; null in files of earlier versions.</summary>
    public MatrixStructure? Structure { get; init; }
}

/// <summary>Equal rows, components and isolated points of a similarity matrix (<see cref="Numerics.Clustering.SimilarityStructure"/>).</summary>
/// <param name="Points">n.</param>
/// <param name="DistinctRows">Rows that differ; there can be no more clusters.</param>
/// <param name="Components">Sets of points that no similarity joins, isolated points included.</param>
/// <param name="IsolatedPoints">Points similar to no other: left out of the clustering and of its figures, and added to its labels as clusters of one.</param>
public sealed record MatrixStructure(int Points, int DistinctRows, int Components, int IsolatedPoints);

/// <summary>Adjusted Rand indices over several comparisons.</summary>
/// <param name="Mean">Their mean.</param>
/// <param name="Least">The least.</param>
public sealed record Stability(double Mean, double Least);

/// <summary>How far a clustering agrees with labels that are known from elsewhere.</summary>
/// <param name="Ari">Adjusted Rand index.</param>
/// <param name="Nmi">Normalised mutual information.</param>
/// <param name="Ami">Adjusted mutual information.</param>
/// <param name="Auc">Of the similarity, whatever the clusters: the probability that two tokens of one label are more similar than a token of it and one of another, mean over the labels
/// (<see cref="RocArea.MeanOf"/>); null where no label has two tokens, and in files of earlier versions.</param>
public sealed record LabelAgreement(double Ari, double Nmi, double Ami, double? Auc = null)
{
    internal static LabelAgreement Of(int[] clusters, int[] given) => new(
        ClusterAgreement.AdjustedRandIndex(clusters, given), ClusterAgreement.NormalizedMutualInformation(clusters, given),
        ClusterAgreement.AdjustedMutualInformation(clusters, given));
}

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
        ClusterQuality[] onSimilarity, ClusterQuality[] onAffinity, Stability[]? seeds, Stability[]? parts, (int[] Labels, double? Auc)? given, MatrixStructure structure) =>
        [.. options.Counts.Select((count, i) => new ClusteringQuality
        {
            Count = count == ClustererOptions.ChosenCount ? labels[i].Distinct().Count() : count,
            Largest = onSimilarity[i].Clusters[0].Size,
            Silhouette = FiniteNumber.OrNull(onSimilarity[i].Silhouette),
            WithinSimilarity = FiniteNumber.OrNull(onSimilarity[i].WithinSimilarity),
            BetweenSimilarity = FiniteNumber.OrNull(onSimilarity[i].BetweenSimilarity),
            MeanConductance = FiniteNumber.OrNull(onAffinity[i].Clusters.Average(cluster => cluster.Conductance)),
            NormalizedCut = FiniteNumber.OrNull(onAffinity[i].NormalizedCut),
            OverSeeds = seeds?[places[i]],
            OverSubsamples = parts?[places[i]],
            WithLabels = given is { } known ? LabelAgreement.Of(labels[i], known.Labels) with { Auc = known.Auc } : null,
            Structure = structure,
        })];

    private static Stability ToStability(ClusterStability one) => new(one.Mean, one.Least);
}

/// <summary>Numbers as JSON can write them.</summary>
internal static class FiniteNumber
{
    /// <summary>The value, or null where it is infinite or no number.</summary>
    public static double? OrNull(double value) => double.IsFinite(value) ? value : null;
}
