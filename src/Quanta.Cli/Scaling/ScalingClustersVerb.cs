using System.Globalization;
using System.Text.Json.Nodes;
using CommandLine;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Discovery.Runs;
using Quanta.Formats.Numpy;
using Quanta.Reporting.Scaling;
using Quanta.Scaling.Laws;
using Quanta.Scaling.Losses;
using Quanta.Scaling.Prediction;

namespace Quanta.Cli.Scaling;

[Verb("clusters", HelpText = "Mean losses of clusters over model size or training: how sharply, in which order and whether their tokens fall together.")]
internal sealed class ScalingClustersVerb : PanelVerb
{
    private const int ClustersShown = 20;

    [Above(0)]
    [Option("least-fall", Default = 0.5, MetaValue = "NATS", HelpText = "A token whose loss falls by less has no place where it falls.")]
    public double LeastFall { get; set; }

    [OutputFolder]
    [Option("out", MetaValue = "DIR", HelpText = "Write clusters.csv, with the mean loss in every column, there.")]
    public string? Out { get; set; }

    public override void Execute(VerbContext context)
    {
        using var table = OpenTable();
        var scale = ScaleOf(table);
        var (panel, source) = OpenSource(table).Read(table, [scale]);
        var laws = ClusterLawStage.Run(panel, source.Labels ?? MadeOf(panel, context), new ClusterLawOptions { LeastFall = LeastFall, Seed = Seed });
        LossColumn[] columns = [.. scale.Columns.Select(column => table.Columns[column])];
        if (Out is not null)
        {
            Directory.CreateDirectory(Out);
            TableOf(laws, columns, laws.Clusters.Count).WriteCsv(Path.Combine(Out, "clusters.csv"));
        }
        if (Json) WriteJson(context.Terminal.Output, laws, columns);
        else WriteText(context.Terminal.Output, laws);
    }

    private int[] MadeOf(LossPanel panel, VerbContext context)
    {
        context.Terminal.Observer(Quiet).Note("The clusters are made of these losses, so that they share where they fall says nothing; "
            + "for that, give clusters of gradients with --clustering or --labels.");
        return TrajectoryClusters.Of(panel, new PredictionOptions(1) { TrajectoryClusters = Clusters, Seed = Seed, Threads = ThreadCount }, context.Cancellation);
    }

    private void WriteText(TextWriter output, ClusterLaws laws)
    {
        TableOf(laws, [], ClustersShown).WriteText(output);
        if (laws.Clusters.Count > ClustersShown) output.WriteLine($"... and {laws.Clusters.Count - ClustersShown} more clusters{(Out is null ? "; --out writes all" : "")}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"the mean over all tokens takes {laws.All.Decades:0.##} decades from a tenth to nine tenths of its fall of {laws.All.Nats:0.###} nats"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{100 * laws.SharedVariance:0.0} % of the variance of where tokens fall lies between clusters; ")
            + string.Create(CultureInfo.InvariantCulture, $"between random clusters of these sizes {100 * laws.SharedByChance:0.0} % (p = {laws.PValue:0.###})"));
    }

    private static void WriteJson(TextWriter output, ClusterLaws laws, IReadOnlyList<LossColumn> columns) => output.WriteLine(new JsonObject
    {
        ["shared_variance"] = JsonNumber.Of(laws.SharedVariance),
        ["shared_by_chance"] = JsonNumber.Of(laws.SharedByChance),
        ["p_value"] = JsonNumber.Of(laws.PValue),
        ["all_decades"] = JsonNumber.Of(laws.All.Decades),
        ["clusters"] = TableOf(laws, columns, laws.Clusters.Count).ToJson(),
    }.ToJsonString());

    private static ResultTable TableOf(ClusterLaws laws, IReadOnlyList<LossColumn> columns, int most)
    {
        var table = new ResultTable([
            "cluster", "size", "emergence", "fall_nats", "middle", "decades", "steepest_share", "slope", "falling_tokens", "token_decades",
            "middle_deviation_decades", "together", .. columns.Select(column => column.Name)]);
        foreach (var law in laws.Clusters.Take(most))
        {
            table.Add([
                law.Cluster, law.Size, law.Emergence ?? double.NaN, law.Drop.Nats, Math.Exp(law.Drop.Middle), law.Drop.Decades, law.Drop.SteepestShare,
                law.Law, law.Falling, law.MemberDecades, law.MiddleDeviation, law.Together, .. columns.Select((_, i) => (object)law.Means[i])]);
        }
        return table;
    }
}

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
