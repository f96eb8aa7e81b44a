using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Discovery.Clusters;
using Quanta.Discovery.Neighbours;
using Quanta.Numerics.Clustering;
using Quanta.Numerics.Clustering.Communities;
using Quanta.Numerics.Clustering.Density;

namespace Quanta.Cli.Options;

internal interface IClusterOptions
{
    [Option("affinity", MetaValue = "KIND",
        HelpText = "angular: 1 - arccos(C)/pi of the similarity C; absolute: the similarity of absolute values, as it is; given: --similarity as it is; neighbours: the run's nearest "
            + "neighbours or vectors, without a matrix.")]
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
        HelpText = "spectral (published), spectral-normalized, cluster-qr, average-linkage, complete-linkage, conductance; hdbscan and persistent-linkage choose the number of clusters "
            + "themselves and take no counts. Of nearest neighbours: hdbscan, leiden (communities, no counts), or k-means of the vectors.")]
    string Clusterer { get; set; }

    [AtLeast(2)]
    [Option("min-cluster-size", MetaValue = "N", HelpText = "hdbscan, persistent-linkage: the fewest tokens of a cluster; default 3. Others are clusters of their own.")]
    int? MinClusterSize { get; set; }

    [AtLeast(1)]
    [Option("min-samples", MetaValue = "N", HelpText = "hdbscan: a token lies as dense as its N-th nearest other is near; default 3.")]
    int? MinSamples { get; set; }

    [AtLeast(0)]
    [Option("resolution", MetaValue = "R", HelpText = "leiden: the higher, the finer the communities; default 1.")]
    double? Resolution { get; set; }

    [Option("communities", MetaValue = "KIND", HelpText = "leiden: modularity, or ConstantPotts, whose resolution is a cosine between those within and those between communities.")]
    LeidenQuality? Communities { get; set; }

    [AtLeast(0)]
    [Option("stability", Default = 2, MetaValue = "N",
        HelpText = "Cluster with N other seeds and N random parts of the tokens, too, and report how far the clusters stay; 0: do not.")]
    int StabilityRuns { get; set; }

    [AtLeast(0)]
    [Option("calibrate", Default = 0, MetaValue = "N", HelpText = "Measure the bias of the rank-size slope on N planted matrices like this one.")]
    int CalibrationMatrices { get; set; }

    private static HdbscanOptions DefaultDensity { get; } = new();

    /// <summary>Fails where a clusterer is given what only others take.</summary>
    /// <param name="onNeighbours">Whether it clusters nearest neighbours or vectors.</param>
    void RequireWhatItTakes(bool onNeighbours)
    {
        var ofNeighbours = NeighbourClusterers.Find(Clusterer);
        if (onNeighbours)
        {
            Require.That(ofNeighbours is not null,
                $"Of nearest neighbours and vectors, --clusterer must be {string.Join(", ", NeighbourClusterers.All.Select(each => each.Name))}, but it is {Clusterer}.");
            Require.That(CalibrationMatrices == 0, "--calibrate needs a matrix of similarities, which nearest neighbours do without.");
        }
        else
        {
            Require.That(ofNeighbours is null || Clusterers.All.Any(each => each.Name == Clusterer),
                $"{Clusterer} works on nearest neighbours or vectors: add --neighbours K to `quanta cluster`, or --affinity neighbours to `quanta spectral`.");
        }
        var choosesCount = onNeighbours ? ofNeighbours!.ChoosesCount : Clusterers.Get(Clusterer).ChoosesCount;
        Require.That(!choosesCount || !Counts.Any(), $"{Clusterer} chooses the number of clusters itself: leave --counts out.");
        Require.That(
            Clusterer is "hdbscan" or "persistent-linkage" || (MinClusterSize ?? MinSamples) is null,
            $"--min-cluster-size and --min-samples belong to --clusterer hdbscan and persistent-linkage, but it is {Clusterer}.");
        Require.That(MinSamples is null || Clusterer == "hdbscan", $"--min-samples belongs to --clusterer hdbscan, but it is {Clusterer}.");
        Require.That(Clusterer == "leiden" || (Resolution is null && Communities is null), $"--resolution and --communities belong to --clusterer leiden, but it is {Clusterer}.");
    }

    private DensityOptions? Density =>
        (MinClusterSize ?? MinSamples) is null ? null : new(MinClusterSize ?? DefaultDensity.MinimumSize, MinSamples ?? DefaultDensity.Neighbours);

    NeighbourClusterOptions ToNeighbourOptions(int points) => new()
    {
        Clusterer = Clusterer,
        Counts = Counts.Any() ? [.. Counts] : NeighbourClusterOptions.DefaultCounts(Clusterer, points),
        Seed = Seed,
        Density = Density,
        Resolution = Resolution,
        Communities = Communities,
    };

    ClusterOptions ToClusterOptions(Affinity defaultAffinity, int points) => new()
    {
        Clusterer = Clusterer,
        Affinity = Affinity ?? defaultAffinity,
        Counts = Counts.Any() ? [.. Counts] : ClusterOptions.DefaultCounts(Clusterer, points),
        Restarts = Restarts,
        Seed = Seed,
        Density = Density,
        StabilityRuns = StabilityRuns,
        CalibrationMatrices = CalibrationMatrices,
    };
}
