using CommandLine;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Discovery.Clusters;
using Quanta.Discovery.Runs;

namespace Quanta.Cli.Clusters;

[Verb("match", HelpText = "Match the clusters of two clusterings - of models, checkpoints, seeds or counts - over the tokens that both have: kept, split, merged, dissolved, born.")]
internal sealed class MatchVerb : Verb
{
    [InputPath]
    [Option("run", Required = true, MetaValue = "DIR", HelpText = "A run folder.")]
    public string Run { get; set; } = "";

    [Option("clustering", MetaValue = "NAME", HelpText = "Its clustering, e.g. spectral-angular-k400; default: the one whose samples it has.")]
    public string? Clustering { get; set; }

    [InputPath]
    [Option("with", MetaValue = "DIR", HelpText = "Another run folder on the same corpus; default: the same.")]
    public string? With { get; set; }

    [Option("with-clustering", MetaValue = "NAME", HelpText = "The clustering to compare with; default: the one whose samples that run has.")]
    public string? WithClustering { get; set; }

    [OutputFile]
    [Option("out", MetaValue = "FILE", HelpText = "Write all clusters of both, with what became of them, as CSV.")]
    public string? Out { get; set; }

    public override void Execute(VerbContext context)
    {
        var (first, second) = (RunFolder.OpenForReading(Run), RunFolder.OpenForReading(With ?? Run));
        if (first.HashOf(RunArtifacts.Tokens) != second.HashOf(RunArtifacts.Tokens) || first.HashOf(RunArtifacts.Documents) != second.HashOf(RunArtifacts.Documents))
            throw new InvalidDataException($"{Run} and {With} have different corpora: clusters are matched over the same predictions. Make both runs from the same files with the same tokenizer.");
        var matching = ClusterMatching.Of(
            RunArtifacts.ReadClusters(first, Clustering ?? SamplesVerb.OnlySampled(first)), RunArtifacts.ReadPredictions(first),
            RunArtifacts.ReadClusters(second, WithClustering ?? SamplesVerb.OnlySampled(second)), RunArtifacts.ReadPredictions(second));
        if (Out is not null) TableOf(matching).WriteCsv(Out);
        var results = new Results(context.Terminal.Output, Json)
            .Add("shared tokens", matching.Shared).Add("adjusted rand index", matching.Ari).Add("adjusted mutual information", matching.Ami)
            .Add("clusters of several tokens", matching.Forward.Count).Add("of the other", matching.Back.Count);
        foreach (var fate in Enum.GetValues<ClusterFate>()) results.Add(fate.ToString().ToLowerInvariant(), matching.Forward.Count(match => match.Fate == fate));
        results.Add("born", matching.Back.Count(match => match.Fate == ClusterFate.Dissolved)).Write();
    }

    private static ResultTable TableOf(ClusterMatching matching)
    {
        var table = new ResultTable("clustering", "cluster", "tokens", "best match", "its tokens", "both", "jaccard", "fate");
        foreach (var (name, matches, isBack) in new[] { ("first", matching.Forward, false), ("second", matching.Back, true) })
            foreach (var match in matches)
                table.Add(name, match.Cluster, match.Size, match.Best, match.BestSize, match.Both, match.Jaccard, Fate(match.Fate, isBack));
        return table;
    }

    private static string Fate(ClusterFate fate, bool isBack) => (fate, isBack) switch
    {
        (ClusterFate.Split, true) => "merger",
        (ClusterFate.Merged, true) => "part",
        (ClusterFate.Dissolved, true) => "born",
        _ => fate.ToString().ToLowerInvariant(),
    };
}
