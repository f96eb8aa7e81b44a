using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Discovery.Runs;
using Quanta.Formats.Numpy;
using Quanta.Reporting.Scaling;
using Quanta.Scaling.Losses;

namespace Quanta.Cli.Scaling;

/// <summary>A verb that looks at predictions one by one, and at their clusters.</summary>
internal abstract class PanelVerb : LossTableVerb
{
    [Option("clustering", MetaValue = "NAME", HelpText = "With --run: the clustering whose tokens are looked at, e.g. spectral-angular-k400.")]
    public string? Clustering { get; set; }

    [InputFile]
    [Option("labels", MetaValue = "FILE", HelpText = "Clusters as .npy, integers [n], of the predictions in --predictions, or of all.")]
    public string? Labels { get; set; }

    [InputFile]
    [Option("predictions", MetaValue = "FILE", HelpText = "With --labels: global prediction indices as .npy, int64 [n], ascending.")]
    public string? Predictions { get; set; }

    [AtLeast(1)]
    [Option("clusters", Default = 50, MetaValue = "K", HelpText = "Without labels: so many clusters, made of losses.")]
    public int Clusters { get; set; }

    [AtLeast(1)]
    [Option("sample", Default = 100_000, MetaValue = "N", HelpText = "Without labels: at most N predictions, spread evenly.")]
    public int Sample { get; set; }

    [AnyNumber]
    [Option("seed", Default = 0UL, MetaValue = "N", HelpText = "Seed of clusters made of losses, and of resamples.")]
    public ulong Seed { get; set; }

    /// <summary>The predictions and, where they are given, their clusters.</summary>
    protected PanelSource OpenSource(ILossTable table)
    {
        Require.That(Clustering is null || Labels is null, "Clusters are given once: --clustering or --labels.");
        Require.That(Clustering is null || Run is not null, "--clustering needs --run, the folder that holds it.");
        Require.That(Predictions is null || Labels is not null, "--predictions needs --labels, the clusters of these predictions.");
        var folder = Run is null ? null : RunFolder.OpenForReading(Run);
        if (Clustering is not null) return PanelSource.OfClustering(folder!, Clustering);
        if (Labels is null) return PanelSource.Spread(folder, table, Sample);
        var labels = Npy.Read(Labels).ToInt32();
        long[] predictions = Predictions is null ? [.. Enumerable.Range(0, checked((int)table.Predictions)).Select(i => (long)i)] : Npy.Read(Predictions).ToInt64();
        return PanelSource.Of(folder, predictions, labels);
    }
}
