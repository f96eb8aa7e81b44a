using CommandLine;
using Quanta.Cli.Options;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Discovery.Clusters;
using Quanta.Discovery.Runs;
using Quanta.Formats.Numpy;

namespace Quanta.Cli.Clusters;

[Verb("assign", HelpText = "Assign tokens of a run's corpus that were not clustered to its clusters, by the similarity that these were made of.")]
internal sealed class AssignVerb : Verb, IModelOptions, IRunOptions
{
    public IEnumerable<string> Models { get; set; } = [];

    public string? Run { get; set; }

    [Option("clustering", MetaValue = "NAME", HelpText = "The clustering, e.g. hdbscan-angular-chosen; default: the one whose samples the run has.")]
    public string? Clustering { get; set; }

    [InputFile]
    [Option("predictions", Required = true, MetaValue = "FILE", HelpText = "The tokens: global prediction indices as .npy, integers [m].")]
    public string Predictions { get; set; } = "";

    [OutputFile]
    [Option("out", MetaValue = "FILE", HelpText = "Write the labels as .npy, int32 [m], -1 for tokens of none.")]
    public string? Out { get; set; }

    [OutputFile]
    [Option("table", MetaValue = "FILE", HelpText = "Write a table of the tokens as CSV, with the nearest cluster, similarity and margin of each.")]
    public string? Table { get; set; }

    public override void Execute(VerbContext context)
    {
        var run = Require.Option(Run, "--run", "the run folder with the clusters");
        var model = Require.ModelOrEmbedded(Models, "the checkpoint that the run's tokens were compared under");
        using var session = Session(context, RunFolder.OpenExisting(run));
        SameTokenizer.Require(session.Folder, [model]);
        var predictions = Npy.Read(Predictions).ToInt64();
        var all = RunArtifacts.ReadCorpus(session.Folder).PredictionCount;
        if (predictions.Length == 0 || predictions.Any(prediction => prediction < 0 || prediction >= all))
            throw new InvalidDataException($"{Predictions} must hold predictions of the run's corpus, 0 to {all - 1}, but {(predictions.Length == 0 ? "it is empty" : "others are among them")}.");
        var result = ClusterAssignment.Run(session, model, Clustering ?? SamplesVerb.OnlySampled(session.Folder), predictions);
        if (Out is not null) Npy.Write<int>(Out, [.. result.Tokens.Select(token => token.Label)], predictions.Length);
        if (Table is not null) TableOf(predictions, result).WriteCsv(Table);
        new Results(context.Terminal.Output, Json)
            .Add("tokens", predictions.Length).Add("assigned", result.Tokens.Count(token => token.Label >= 0)).Add("to none", result.Tokens.Count(token => token.Label < 0))
            .Add("members that return to their cluster", result.MembersThatReturn).Write();
    }

    private static ResultTable TableOf(long[] predictions, AssignmentResult result)
    {
        var table = new ResultTable("prediction", "label", "nearest", "mean similarity", "margin");
        for (var i = 0; i < predictions.Length; i++)
            table.Add(predictions[i], result.Tokens[i].Label, result.Tokens[i].Nearest, result.Tokens[i].Similarity, result.Tokens[i].Margin);
        return table;
    }
}
