using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.Discovery.Clusters;

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
        HelpText = "spectral (published), spectral-normalized, cluster-qr, average-linkage, complete-linkage or conductance.")]
    string Clusterer { get; set; }

    [AtLeast(0)]
    [Option("stability", Default = 2, MetaValue = "N",
        HelpText = "Cluster with N other seeds and N random parts of the tokens, too, and report how far the clusters stay; 0: do not.")]
    int StabilityRuns { get; set; }

    [AtLeast(0)]
    [Option("calibrate", Default = 0, MetaValue = "N", HelpText = "Measure the bias of the rank-size slope on N planted matrices like this one.")]
    int CalibrationMatrices { get; set; }

    ClusterOptions ToClusterOptions(Affinity defaultAffinity, int points) => new()
    {
        Clusterer = Clusterer,
        Affinity = Affinity ?? defaultAffinity,
        Counts = Counts.Any() ? [.. Counts] : ClusterOptions.DefaultCounts(points),
        Restarts = Restarts,
        Seed = Seed,
        StabilityRuns = StabilityRuns,
        CalibrationMatrices = CalibrationMatrices,
    };
}
