using CommandLine;
using Quanta.Cli.Options;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Discovery.Clusters;
using Quanta.Discovery.Runs;

namespace Quanta.Cli.Clusters;

[Verb("cut", HelpText = "Cut the tree of a run's linkage anew: by the number of clusters, by height, or into the clusters that persist.")]
internal sealed class CutVerb : Verb, IRunOptions
{
    public string? Run { get; set; }

    [Option("tree", Default = "average-linkage-angular", MetaValue = "NAME", HelpText = "The tree: CLUSTERER-AFFINITY of --clusterer average-linkage, complete-linkage or persistent-linkage.")]
    public string Tree { get; set; } = "";

    [AtLeast(1)]
    [Option("count", MetaValue = "N", HelpText = "Into N clusters.")]
    public int? Count { get; set; }

    [AtLeast(0)]
    [Option("height", MetaValue = "H", HelpText = "At the distance H: 1 - similarity of the affinity, which for angular is the mean angle over pi.")]
    public double? Height { get; set; }

    [AtLeast(2)]
    [Option("persistent", MetaValue = "N", HelpText = "Into the clusters of at least N tokens that persist longest; others stand alone.")]
    public int? Persistent { get; set; }

    protected override void Validate()
    {
        base.Validate();
        Require.That(new object?[] { Count, Height, Persistent }.Count(given => given is not null) == 1, "Exactly one of --count, --height and --persistent is required.");
    }

    public override void Execute(VerbContext context)
    {
        using var session = Session(context, RunFolder.OpenExisting(Require.Option(Run, "--run", "the run folder with the tree")));
        var name = TreeCutStage.Run(session, Tree, new(Count, Height, Persistent));
        var clusters = new Clustering(RunArtifacts.ReadClusters(session.Folder, name));
        var alone = Enumerable.Range(0, clusters.Count).Count(rank => clusters.Members(rank).Count == 1);
        new Results(context.Terminal.Output, Json)
            .Add("clustering", name).Add("clusters", clusters.Count).Add("of several tokens", clusters.Count - alone).Add("largest", clusters.Members(0).Count)
            .Add("labels", session.Folder.PathOf(RunArtifacts.Clusters(name))).Write();
    }
}
