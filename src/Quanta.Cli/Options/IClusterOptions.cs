using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Discovery.Clusters;
using Quanta.Numerics.Clustering;
using Quanta.Numerics.Clustering.Density;

namespace Quanta.Cli.Options;

internal interface IClusterOptions
{
    [Option("affinity", MetaValue = "KIND",
        HelpText = "angular: 1 - arccos(C)/pi of the similarity C; absolute: the similarity of absolute values, as it is; given: --similarity as it is.")]
    Affinity? Affinity { get; set; }

    [AtLeast(1)]
    [Option("counts", Separator = ',', MetaValue = "K,K,...", HelpText = "Cluster counts; default: the published 10 to 1500, up to half the number of tokens.")]
    IEnumerable<int> Counts { get; set; }

    [AtLeast(1)]
    [Option("restarts", Default = 30, MetaValue = "N", HelpText = "k-means restarts.")]
    int Restarts { get; set; }

    [AnyNumber]
    [Option("seed", Default = 0UL, MetaValue = "N", HelpText = "Seed of everything random.")]
    ulong Seed { get; set; }

    [Option("clusterer", Default = "spectral", MetaValue = "NAME",
        HelpText = "spectral (published), spectral-normalized, cluster-qr, average-linkage, complete-linkage, conductance; hdbscan and persistent-linkage choose the number of clusters themselves and take no counts.")]
    string Clusterer { get; set; }

    [AtLeast(2)]
    [Option("min-cluster-size", MetaValue = "N", HelpText = "hdbscan, persistent-linkage: the fewest tokens of a cluster; default 3. Others are clusters of their own.")]
    int? MinClusterSize { get; set; }

    [AtLeast(1)]
    [Option("min-samples", MetaValue = "N", HelpText = "hdbscan: a token lies as dense as its N-th nearest other is near; default 3.")]
    int? MinSamples { get; set; }

    [AtLeast(0)]
    [Option("stability", Default = 2, MetaValue = "N",
        HelpText = "Cluster with N other seeds and N random parts of the tokens, too, and report how far the clusters stay; 0: do not.")]
    int StabilityRuns { get; set; }

    [AtLeast(0)]
    [Option("calibrate", Default = 0, MetaValue = "N", HelpText = "Measure the bias of the rank-size slope on N planted matrices like this one.")]
    int CalibrationMatrices { get; set; }

    private static HdbscanOptions DefaultDensity { get; } = new();

    /// <summary>Fails where a clusterer is given what only others take.</summary>
    void RequireWhatItTakes()
    {
        var choosesCount = Clusterers.Get(Clusterer).ChoosesCount;
        Require.That(!choosesCount || !Counts.Any(), $"{Clusterer} chooses the number of clusters itself: leave --counts out.");
        Require.That(choosesCount || (MinClusterSize ?? MinSamples) is null, $"--min-cluster-size and --min-samples belong to clusterers that choose the number of clusters, but it is {Clusterer}.");
        Require.That(MinSamples is null || Clusterer == "hdbscan", $"--min-samples belongs to --clusterer hdbscan, but it is {Clusterer}.");
    }

    ClusterOptions ToClusterOptions(Affinity defaultAffinity, int points) => new()
    {
        Clusterer = Clusterer,
        Affinity = Affinity ?? defaultAffinity,
        Counts = Counts.Any() ? [.. Counts] : ClusterOptions.DefaultCounts(Clusterer, points),
        Restarts = Restarts,
        Seed = Seed,
        Density = (MinClusterSize ?? MinSamples) is null ? null : new(MinClusterSize ?? DefaultDensity.MinimumSize, MinSamples ?? DefaultDensity.Neighbours),
        StabilityRuns = StabilityRuns,
        CalibrationMatrices = CalibrationMatrices,
    };
}
