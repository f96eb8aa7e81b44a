using System.Globalization;
using System.Text.Json.Nodes;
using CommandLine;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Numerics.Statistics;
using Quanta.Scaling.Laws;
using Quanta.Scaling.Losses;

namespace Quanta.Cli.Scaling;

[Verb("losses", HelpText = "Mean losses and their power law, what each size learns, monogenic and polygenic tokens: one pass over losses of any number.")]
internal sealed class ScalingLossesVerb : LossTableVerb
{
    [AtLeast(0)]
    [Option("fit-from", Default = 0.0, MetaValue = "X", HelpText = "The least size or step that the power law of the means is fitted to.")]
    public double FitFrom { get; set; }

    [Above(0)]
    [Option("fit-to", Default = double.PositiveInfinity, MetaValue = "X", HelpText = "The greatest one; the paper leaves out its largest model with 6e9.")]
    public double FitTo { get; set; }

    [Above(0)]
    [Option("high", Default = 5f, MetaValue = "NATS", HelpText = "A monogenic token's loss lies above this before it falls.")]
    public float High { get; set; }

    [Above(0)]
    [Option("low", Default = 0.3f, MetaValue = "NATS", HelpText = "A loss below this counts as learned.")]
    public float Low { get; set; }

    [AnyNumber]
    [Option("slope", Default = -0.3, MetaValue = "NATS", HelpText = "A polygenic token's loss falls faster than this with ln x.")]
    public double Slope { get; set; }

    [AtLeast(0), AtMost(1)]
    [Option("r-squared", Default = 0.98, MetaValue = "R2", HelpText = "A polygenic token's straight line explains more than this share.")]
    public double RSquared { get; set; }

    [AtLeast(0)]
    [Option("list", Default = 1000, MetaValue = "N", HelpText = "List the first N tokens of each kind.")]
    public int List { get; set; }

    [OutputFolder]
    [Option("out", MetaValue = "DIR", HelpText = "Write means.csv and tokens.csv there.")]
    public string? Out { get; set; }

    public override void Execute(VerbContext context)
    {
        Require.That(FitFrom < FitTo, $"--fit-from must be less than --fit-to, but they are {FitFrom} and {FitTo}.");
        Require.That(High > Low, $"--high must be more than --low, but they are {High} and {Low} nats.");
        using var table = OpenTable();
        var scale = ScaleOf(table);
        var observer = context.Terminal.Observer(Quiet);
        foreach (var missing in MissingColumns.Find(table))
            observer.Note($"{table.Columns[missing].Name} is left out: its losses are all 0, so they were never computed.");
        var thresholds = new TokenThresholds { High = High, Low = Low, Slope = Slope, RSquared = RSquared, MostListed = List };
        var tables = new SummaryTables(Summarise(table, scale, thresholds, context), FitFrom, FitTo);
        if (Out is not null) tables.WriteCsv(Out);
        tables.Write(context.Terminal.Output, Json);
    }
}

/// <summary>A summary of losses as tables.</summary>
internal sealed class SummaryTables
{
    private const double LearnedBits = 0.1 * LossSummary.BitsPerNat;
    private readonly LossSummary _summary;
    private readonly PowerLaw _law;
    private readonly ResultTable _means, _tokens;

    public SummaryTables(LossSummary summary, double fitFrom, double fitTo)
    {
        (_summary, _law) = (summary, summary.FitMeans(fitFrom, fitTo));
        (_means, _tokens) = (Means(summary), Tokens(summary));
    }

    private string ScaleName => _summary.Scale.Kind == ScaleKind.Parameters ? "parameters" : "step";

    public void WriteCsv(string folder)
    {
        Directory.CreateDirectory(folder);
        _means.WriteCsv(Path.Combine(folder, "means.csv"));
        _tokens.WriteCsv(Path.Combine(folder, "tokens.csv"));
    }

    public void Write(TextWriter output, bool asJson)
    {
        var polygenic = _summary.Slopes?.Polygenic.Count ?? 0;
        if (asJson)
        {
            output.WriteLine(new JsonObject
            {
                ["predictions"] = _summary.Means.Predictions,
                ["scale"] = ScaleName,
                ["law"] = LawJson(),
                ["polygenic"] = polygenic,
                ["never_learned"] = _summary.Kinds.NeverLearned,
                ["repeats"] = new JsonObject(Repeats().Select(each => KeyValuePair.Create(each.Name, (JsonNode?)each.Of))),
                ["out_of_line"] = new JsonArray([.. OutOfLine().Select(name => (JsonNode?)name)]),
                ["columns"] = _means.ToJson(),
                ["tokens"] = _tokens.ToJson(),
            }.ToJsonString());
            return;
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_summary.Means.Predictions:N0} predictions"));
        _means.WriteText(output);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"mean loss = {_law.Factor:0.####} bits x {ScaleName}^-{-_law.Exponent:0.####} (R2 {_law.RSquared:0.####}, {_law.Points} points)"));
        foreach (var (name, of) in Repeats()) output.WriteLine($"{name} has the very same losses as {of}: one model under two names, and one point of the law");
        foreach (var name in OutOfLine())
            output.WriteLine($"{name} is out of line: without it, mean losses fall along the scale, as they should. Was it saved, copied or named wrongly?");
        var onlyTwo = _summary.Scale.Count < TokenSlopes.LeastColumns ? " (two columns always lie on a line)" : "";
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{polygenic:N0} polygenic tokens{onlyTwo}, {_summary.Kinds.NeverLearned:N0} tokens that none has learned"));
        if (_summary.Slopes is not { } slopes) return;
        var (low, median, high) = (slopes.SlopeQuantile(0.05), slopes.SlopeQuantile(0.5), slopes.SlopeQuantile(0.95));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"slopes of tokens, nats for each e-fold: {low:0.##} (5 %), {median:0.##} (median), {high:0.##} (95 %)"));
    }

    /// <summary>Columns that repeat others.</summary>
    private IEnumerable<(string Name, string Of)> Repeats() => _summary.Line.Repeats
        .Select((of, column) => (column, of)).Where(pair => pair.of != pair.column).Select(pair => (_summary.Columns[pair.column].Name, _summary.Columns[pair.of].Name));

    private IEnumerable<string> OutOfLine() => _summary.Line.OutOfLine.Select(column => _summary.Columns[column].Name);

    private JsonObject LawJson() => new()
    {
        ["exponent"] = JsonNumber.Of(-_law.Exponent),
        ["prefactor_bits"] = JsonNumber.Of(_law.Factor),
        ["r_squared"] = JsonNumber.Of(_law.RSquared),
        ["points"] = _law.Points,
    };

    private ResultTable Means(LossSummary summary)
    {
        var table = new ResultTable("model", ScaleName, "mean_nats", "mean_bits", "share_below_0.1_nats", "learned_first", "stay_learned", "monogenic");
        for (var i = 0; i < summary.Scale.Count; i++)
        {
            var persistence = i < summary.Scale.Count - 1 ? summary.Kinds.PersistenceAt(i) : double.NaN;
            table.Add(summary.Columns[i].Name, summary.Scale.Values[i], summary.Means.Nats[i], summary.MeanBits[i],
                summary.Histogram.ShareBelow(i, LearnedBits), summary.Kinds.LearnedAt(i), persistence, summary.Kinds.MonogenicAt(i).Count);
        }
        return table;
    }

    private static ResultTable Tokens(LossSummary summary)
    {
        var table = new ResultTable("kind", "learned_at", "prediction");
        for (var i = 0; i < summary.Scale.Count; i++)
            foreach (var prediction in summary.Kinds.MonogenicAt(i).Indices) table.Add("monogenic", summary.Columns[i].Name, prediction);
        foreach (var prediction in summary.Slopes?.Polygenic.Indices ?? []) table.Add("polygenic", "", prediction);
        return table;
    }
}
