using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Scaling.Emergence;

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
