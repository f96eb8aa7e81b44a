using System.Globalization;
using System.Text.Json.Nodes;
using CommandLine;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
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
