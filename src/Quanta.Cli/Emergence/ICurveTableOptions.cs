using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Scaling.Emergence;
using Quanta.Scaling.Tables;

namespace Quanta.Cli.Emergence;

/// <summary>Which columns and rows of a table make curves.</summary>
internal interface ICurveTableOptions
{
    [Distinct]
    [Option("task", Separator = ',', MetaValue = "COLUMN,...", HelpText = "Columns that together name a curve; default: task. \"none\" for a single curve.")]
    IEnumerable<string> Task { get; set; }

    [Option("tasks", Separator = ',', MetaValue = "NAME,...", HelpText = "Only these tasks; a final * stands for any ending.")]
    IEnumerable<string> Tasks { get; set; }

    [Option("scale", Default = "scale", MetaValue = "COLUMN", HelpText = "Column of scales: numbers, or names that hold a size such as pythia-1.4b.")]
    string Scale { get; set; }

    [Option("score", Default = "score", MetaValue = "COLUMN", HelpText = "Column of scores.")]
    string Score { get; set; }

    [Option("items", MetaValue = "COLUMN|infer",
        HelpText = "Column of item counts, or infer to tell them from the scores, which then must be exact shares.")]
    string? Items { get; set; }

    [Option("where", Separator = ',', MetaValue = "COLUMN=VALUE,...", HelpText = "Only rows with these values.")]
    IEnumerable<string> Where { get; set; }
}

/// <summary>What <see cref="ICurveTableOptions"/> come to.</summary>
internal static class CurveTableOptionsOf
{
    private const string Infer = "infer";

    public static CurveTableOptions ToCurves(this ICurveTableOptions options)
    {
        string[] columns = [.. options.Task];
        return new CurveTableOptions
        {
            Task = columns switch { [] => ["task"], ["none"] => [], _ => columns },
            Tasks = [.. options.Tasks],
            Scale = options.Scale,
            Score = options.Score,
            Items = options.Items is Infer ? null : options.Items,
            InferItems = options.Items is Infer,
            Where = Pairs(options.Where, "--where"),
        };
    }

    /// <summary>Texts such as metric=acc as columns and values.</summary>
    public static List<KeyValuePair<string, string>> Pairs(IEnumerable<string> texts, string option)
    {
        List<KeyValuePair<string, string>> pairs = [];
        foreach (var text in texts)
        {
            var at = text.IndexOf('=', StringComparison.Ordinal);
            Require.That(at > 0, $"{option} must be pairs such as metric=acc, but has '{text}'.");
            pairs.Add(new(text[..at], text[(at + 1)..]));
        }
        return pairs;
    }
}

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

/// <summary>Each task's score at chance, from a file of patterns; the first that matches counts.</summary>
/// <param name="patterns">Names, or their beginnings with a final '*'.</param>
/// <param name="other">That of all other tasks; NaN where it is not known.</param>
internal sealed class TaskChances(IReadOnlyList<(string Pattern, double Chance)> patterns, double other)
{
    /// <summary>Reads a CSV with columns task and chance; null for none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="other">The chance of tasks that it does not name.</param>
    /// <param name="best">What every chance lies below.</param>
    /// <exception cref="InvalidDataException">A chance does not.</exception>
    public static TaskChances Read(string? path, double? other, double best)
    {
        if (path is null) return new TaskChances([], other ?? double.NaN);
        var table = TextTableFile.Read(path);
        (string Task, double Chance)[] chances = [.. table["task"].Zip(table.Numbers("chance"))];
        var bad = Array.FindIndex(chances, each => !(each.Chance >= 0 && each.Chance < best) && !double.IsNaN(each.Chance));
        if (bad >= 0)
            throw new InvalidDataException(FormattableString.Invariant(
                $"A chance must lie between 0 and the best score, {best}, but row {bad + 1} of {path} has {chances[bad].Chance} for '{chances[bad].Task}'."));
        return new TaskChances(chances, other ?? double.NaN);
    }

    public double Of(string task)
    {
        foreach (var (pattern, chance) in patterns)
            if (CurveTable.Matches(task, pattern)) return chance;
        return other;
    }
}
