using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Scaling.Emergence;
using Quanta.Scaling.Tables;

namespace Quanta.Cli.Emergence;

/// <summary>A second metric of the same models, which tells whether a jump is the first metric's doing.</summary>
internal interface ICompanionOptions
{
    [Option("companion", Separator = ',', MetaValue = "COLUMN=VALUE,...",
        HelpText = "Rows of a companion metric that gives partial credit, e.g. metric=ppl; other conditions stay those of --where.")]
    IEnumerable<string> Companion { get; set; }

    [Option("companion-loss", HelpText = "The companion is better where it is smaller, as a perplexity; its negative logarithm is judged.")]
    bool CompanionLoss { get; set; }

    [AtLeast(1)]
    [Option("answer-tokens", MetaValue = "N",
        HelpText = "The scores are exact matches of answers of N tokens: judge the share of right tokens as companion.")]
    int? AnswerTokens { get; set; }
}

/// <summary>What <see cref="ICompanionOptions"/> come to.</summary>
internal static class Companions
{
    /// <summary>The companions by task; empty where none are asked for.</summary>
    public static Dictionary<string, ScaleCurve> Of(ICompanionOptions options, TextTable table, CurveTableOptions main, IReadOnlyList<ScaleCurve> curves)
    {
        var changed = CurveTableOptionsOf.Pairs(options.Companion, "--companion");
        Require.That(changed.Count == 0 || options.AnswerTokens is null, "Only one of --companion and --answer-tokens can be given.");
        if (options.AnswerTokens is { } tokens) return curves.ToDictionary(curve => curve.Task, curve => MirageCheck.PerToken(curve, tokens));
        if (changed.Count == 0) return [];
        KeyValuePair<string, string>[] conditions = [.. main.Where.Where(pair => changed.All(other => other.Key != pair.Key)), .. changed];
        return CurveTable.Curves(table, main with { Where = conditions, Items = null, InferItems = false })
            .ToDictionary(curve => curve.Task, curve => options.CompanionLoss ? curve.Transformed(value => -Math.Log(value)) : curve);
    }
}
