using CommandLine;
using Quanta.Cli.Options;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Discovery.Runs;
using Quanta.Formats.Numpy;
using Quanta.Reporting.Charts;
using Quanta.Reporting.Samples;

namespace Quanta.Cli.Clusters;

[Verb("nearest", HelpText = "Show the tokens of a run that are most similar to one of them.")]
internal sealed class NearestVerb : Verb, IRunOptions
{
    public string? Run { get; set; }

    [AtLeast(0)]
    [Option("token", Required = true, MetaValue = "I", HelpText = "The token, by its place among the selected ones, 0 the first.")]
    public int Token { get; set; }

    [AtLeast(1)]
    [Option("count", Default = 10, MetaValue = "N", HelpText = "Show N tokens.")]
    public int Count { get; set; }

    [AtLeast(0)]
    [Option("context", Default = 30, MetaValue = "N", HelpText = "Show N tokens before each.")]
    public int Context { get; set; }

    public override void Execute(VerbContext context)
    {
        var folder = RunFolder.OpenForReading(Require.Option(Run, "--run", "the run folder with the similarity"));
        var points = RunArtifacts.ReadPredictions(folder).Length;
        Require.That(Token < points, $"--token must be one of the {points} selected tokens, 0 to {points - 1}, but it is {Token}.");
        var reader = new SampleReader(folder, RunArtifacts.ModelsWithLosses(folder).FirstOrDefault());
        var table = new ResultTable("token", "prediction", "cosine", "text, the predicted token between « and »");
        foreach (var (point, cosine) in Nearest(folder).Prepend((Token, 1.0)))
        {
            var sample = reader.Read(new(Rank: 0, Number: 0, point), label: 0, Context);
            table.Add(point, sample.Prediction, cosine, VisibleText.Of(sample.Context.Before) + "«" + VisibleText.Of(sample.Context.TargetText) + "»");
        }
        table.Write(context.Terminal.Output, Json);
    }

    private IEnumerable<(int Point, double Cosine)> Nearest(RunFolder folder)
    {
        folder.HashOf(RunArtifacts.Cosine);
        using var file = Npy.Open(folder.PathOf(RunArtifacts.Cosine));
        var row = new float[(int)file.Columns];
        file.ReadRow(Token, row);
        return [.. Enumerable.Range(0, row.Length).Where(i => i != Token).OrderByDescending(i => row[i]).Take(Count).Select(i => (i, (double)row[i]))];
    }
}
