using System.Globalization;
using System.Text.Json.Nodes;
using CommandLine;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Discovery;
using Quanta.Scaling.NextTokens;

namespace Quanta.Cli.Prediction;

[Verb("tokens", HelpText = "Guess a large model's most likely next tokens from smaller models' distributions.")]
internal sealed class PredictTokensVerb : Verb
{
    [InputFile]
    [Value(0, MetaName = "FILE", Required = true, HelpText = "Distributions: a published .pkl, or an .npz of `quanta predict make-tokens`.")]
    public string File { get; set; } = "";

    [Distinct]
    [Option("strategies", Separator = ',', MetaValue = "NAME,...", HelpText = "Strategies by name; default: all that these models suffice for.")]
    public IEnumerable<string> Strategies { get; set; } = [];

    [Above(0)]
    [Option("sizes", Separator = ',', MetaValue = "N,...", HelpText = "Parameters of each model, where their names do not give them.")]
    public IEnumerable<double> Sizes { get; set; } = [];

    [AnyNumber]
    [Option("seed", Default = 0UL, HelpText = "Seed of the random strategy.")]
    public ulong Seed { get; set; }

    [Option("published-output", HelpText = "Print what the published challenge.py prints, byte for byte; its random guesses are not seeded.")]
    public bool Published { get; set; }

    public override void Execute(VerbContext context)
    {
        var data = NextTokenFile.Read(File);
        double[] sizes = [.. Sizes];
        if (sizes.Length > 0) data = data.WithParameters(sizes);
        var strategies = Published ? NextTokenStrategies.Published(Seed) : Chosen(data, context.Terminal.Observer(Quiet));
        var found = NextTokenEvaluator.Evaluate(data, strategies, ThreadCount, context.Cancellation);
        var output = context.Terminal.Output;
        if (Published)
        {
            output.Write(PublishedOutput.Lines(data, found.Scores));
            return;
        }
        var table = new ResultTable("strategy", "accuracy", "low", "high", "kl nats", "novel correct");
        foreach (var score in found.Scores)
            table.Add(score.Strategy, score.Accuracy, score.Interval.Low, score.Interval.High, score.Divergence, score.NovelCorrect);
        if (Json)
        {
            output.WriteLine(new JsonObject
            {
                ["target"] = data.Models[^1],
                ["prefixes"] = data.Prefixes.Count,
                ["novel"] = found.Novel,
                ["empty"] = found.Empty,
                ["strategies"] = table.ToJson(),
            }.ToJsonString());
            return;
        }
        table.WriteText(output);
        output.WriteLine();
        var novel = (double)found.Novel / data.Prefixes.Count;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"prefixes {data.Prefixes.Count}"));
        output.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"novel prefixes {found.Novel} ({novel:P1}): {data.Models[^1]} puts first what no smaller model does"));
        if (found.Empty > 0)
            output.WriteLine($"prefixes without a model's distribution {found.Empty}: the published files have one for each repeated sentence");
    }

    private IReadOnlyList<INextTokenStrategy> Chosen(NextTokenData data, IStageObserver observer)
    {
        string[] names = [.. Strategies];
        if (names.Length > 0) return NextTokenStrategies.Named(names, Seed);
        var usable = NextTokenStrategies.All(Seed).ToLookup(strategy => strategy.Obstacle(data.Parameters) is null);
        foreach (var strategy in usable[false]) observer.Note($"Left out: {strategy.Obstacle(data.Parameters)}");
        return [.. usable[true]];
    }
}
