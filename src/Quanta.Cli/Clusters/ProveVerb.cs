using CommandLine;
using Quanta.Cli.Options;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Discovery.Proof;
using Quanta.Discovery.Runs;

namespace Quanta.Cli.Clusters;

[Verb("prove", HelpText = "Try a run's clusters by intervention: does what harms half of a cluster harm the other half more than other tokens?")]
internal sealed class ProveVerb : Verb, IModelOptions, IRunOptions
{
    public IEnumerable<string> Models { get; set; } = [];

    public string? Run { get; set; }

    [Option("clustering", MetaValue = "NAME", HelpText = "The clustering, e.g. hdbscan-angular-chosen; default: the one whose samples the run has.")]
    public string? Clustering { get; set; }

    [AtLeast(1)]
    [Option("clusters", Default = 50, MetaValue = "N", HelpText = "Try the N largest clusters that have members in two documents.")]
    public int Clusters { get; set; }

    [Above(0)]
    [Option("rise", Default = 0.5, MetaValue = "NATS", HelpText = "How far a step along half of a cluster's mean gradient raises that half's mean loss.")]
    public double Rise { get; set; }

    [AtLeast(1)]
    [Option("set-size", Default = 64, MetaValue = "N", HelpText = "Measure at most N tokens of a set.")]
    public int SetSize { get; set; }

    [AnyNumber]
    [Option("seed", Default = 0UL, MetaValue = "N", HelpText = "Of random sets, intervals and tests.")]
    public ulong Seed { get; set; }

    public override void Execute(VerbContext context)
    {
        var run = Require.Option(Run, "--run", "the run folder with the clusters");
        var model = Require.ModelOrEmbedded(Models, "the checkpoint that the run's tokens were compared under");
        using var session = Session(context, RunFolder.OpenExisting(run));
        SameTokenizer.Require(session.Folder, [model]);
        var clustering = Clustering ?? SamplesVerb.OnlySampled(session.Folder);
        var result = ProofStage.Run(session, model, new() { Clustering = clustering, Clusters = Clusters, RiseNats = Rise, SetSize = SetSize, Seed = Seed });
        TableOf(result).WriteCsv(session.Folder.PathOf(Path.ChangeExtension(ProofStage.Artifact(clustering), ".csv")));
        Summary(context, session.Folder.PathOf(ProofStage.Artifact(clustering)), result);
    }

    private static ResultTable TableOf(ProofResult result)
    {
        var table = new ResultTable(
            "cluster", "size", "nearest cluster", "step", "rise of deciding half", "step held out", "step nearest", "step same token", "step random", "layer", "head",
            "head held out", "head nearest", "head same token", "head random");
        foreach (var each in result.Clusters)
            table.Add(
                each.Cluster, each.Size, each.Nearest, each.Step, each.SteppedRise, each.ByStep?.HeldOut, each.ByStep?.Nearest, each.ByStep?.SameToken, each.ByStep?.Random, each.Layer, each.Head,
                each.ByHead.HeldOut, each.ByHead.Nearest, each.ByHead.SameToken, each.ByHead.Random);
        return table;
    }

    private void Summary(VerbContext context, string path, ProofResult result)
    {
        var table = new ResultTable("intervention", "held out against", "held out nats", "others nats", "difference", "low", "high", "p", "clusters");
        AddRows(table, "step along gradient", [.. result.Clusters.Select(each => each.ByStep).OfType<Damages>()], result.Steps);
        AddRows(table, "silenced head", [.. result.Clusters.Select(each => each.ByHead)], result.Heads);
        table.Write(context.Terminal.Output, Json);
        if (!Json) context.Terminal.Output.WriteLine($"\nMean rises of the loss over clusters; 95 % bootstrap intervals over clusters, p by drawing signs anew. Cluster by cluster: {path}");
    }

    private static void AddRows(ResultTable table, string intervention, IReadOnlyList<Damages> damages, ProofDifferences differences)
    {
        Add("nearest cluster", each => each.Nearest, differences.LessNearest);
        Add("same token elsewhere", each => each.SameToken, differences.LessSameToken);
        Add("random tokens", each => each.Random, differences.LessRandom);

        void Add(string others, Func<Damages, double?> of, MeanDifference difference)
        {
            var compared = damages.Where(each => of(each) is not null).ToList();
            if (compared.Count == 0) return;
            table.Add(
                intervention, others, compared.Average(each => each.HeldOut), compared.Average(each => of(each)!.Value), difference.Mean, difference.Low, difference.High, difference.P,
                difference.Clusters);
        }
    }
}
