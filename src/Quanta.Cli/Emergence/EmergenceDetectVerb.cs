using System.Globalization;
using CommandLine;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Discovery;
using Quanta.Reporting.Charts;
using Quanta.Reporting.Emergence;
using Quanta.Scaling.Emergence;
using Quanta.Scaling.Tables;

namespace Quanta.Cli.Emergence;

[Verb("detect", HelpText = "Judge each task of a table of scores: emergent, abrupt, gradual, saturated, no change, declining, or under its metric only.")]
internal sealed class EmergenceDetectVerb : DetectorVerb, ICurveTableOptions, ICompanionOptions
{
    [InputFile]
    [Value(0, MetaName = "TABLE", Required = true, HelpText = "CSV with a row for each model and task; plain, .gz or .zst.")]
    public string Table { get; set; } = "";

    [AtLeast(0)]
    [Option("chance", MetaValue = "SCORE", HelpText = "The score at chance, of all tasks.")]
    public double? Chance { get; set; }

    [Above(0)]
    [Option("best", Default = 1.0, MetaValue = "SCORE", HelpText = "The best score of all tasks; a score above it is refused, as percentages are.")]
    public double Best { get; set; }

    [InputFile]
    [Option("chances", MetaValue = "FILE", HelpText = "CSV with columns task and chance; a final * stands for any ending, the first match counts.")]
    public string? Chances { get; set; }

    [Option("correction", Default = TestCorrection.None,
        HelpText = "What the verdicts allow for when there are many tasks: the probability of any false jump, or the share of false ones among the jumps.")]
    public TestCorrection Correction { get; set; }

    [OutputFile]
    [Option("out", MetaValue = "FILE", HelpText = "Write the findings as CSV.")]
    public string? Out { get; set; }

    [OutputFolder]
    [Option("figures", MetaValue = "DIR", HelpText = "Draw each task on a linear and on a logarithmic axis, as SVG with its data as CSV.")]
    public string? Figures { get; set; }

    public IEnumerable<string> Task { get; set; } = [];

    public IEnumerable<string> Tasks { get; set; } = [];

    public string Scale { get; set; } = "";

    public string Score { get; set; } = "";

    public string? Items { get; set; }

    public IEnumerable<string> Where { get; set; } = [];

    public IEnumerable<string> Companion { get; set; } = [];

    public bool CompanionLoss { get; set; }

    public int? AnswerTokens { get; set; }

    protected override void Validate()
    {
        base.Validate();
        Require.That(!(Chance >= Best), FormattableString.Invariant($"--chance must be below --best, but they are {Chance} and {Best}. Divide percentages by 100."));
    }

    public override void Execute(VerbContext context)
    {
        var (detector, selection, observer) = (ToDetector(), this.ToCurves(), context.Terminal.Observer(Quiet));
        var (table, chances) = (TextTableFile.Read(Table), TaskChances.Read(Chances, Chance, Best));
        var curves = CurveTable.Curves(table, selection);
        var companions = Companions.Of(this, table, selection, curves);
        Remark(curves, detector, observer);
        SurveyedCurve[] surveyed =
        [
            .. curves.Select(curve => new SurveyedCurve(curve, detector with { Chance = chances.Of(curve.Task), Best = Best }, companions.GetValueOrDefault(curve.Task))),
        ];
        IReadOnlyList<EmergenceFinding> findings;
        using (var progress = observer.Begin("detecting", curves.Count, "curves"))
        {
            findings = EmergenceSurvey.Run(
                surveyed, Correction, ThreadCount, new FractionProgress(progress, curves.Count), context.Cancellation);
        }
        if (Figures is not null) Draw(findings, chances, Figures);
        Render(context.Terminal.Output, findings);
    }

    private void Remark(IReadOnlyList<ScaleCurve> curves, DetectorOptions options, IStageObserver observer)
    {
        foreach (var curve in curves.Where(curve => !curve.HasItems && curve.Points.Any(point => !double.IsNaN(point.Items))))
            observer.Note($"Task '{curve.Task}' has items for some of its scores only, so its noise is estimated from the scores.");
        var tested = curves.Count(curve => curve.Scales >= options.FewestScales);
        var fewest = EmergenceSurvey.FewestSimulations(tested, options.Level);
        if (Correction == TestCorrection.None || Simulations >= fewest) return;
        observer.Note(
            $"A lone jump among {tested} curves cannot be found with --simulations {Simulations}: its p-value cannot be small enough. It takes {fewest}.");
    }

    private void Draw(IReadOnlyList<EmergenceFinding> findings, TaskChances chances, string folder)
    {
        Directory.CreateDirectory(folder);
        var names = FileNames.Of([.. findings.Select(finding => finding.Curve.Task)]);
        foreach (var (finding, name) in findings.Zip(names)) ScaleCurveChart.Draw(finding, Scale, chances.Of(finding.Curve.Task)).Save(folder, name);
    }

    private void Render(TextWriter output, IReadOnlyList<EmergenceFinding> findings)
    {
        string[] adjusted = Correction == TestCorrection.None ? [] : ["change p adjusted", "jump p adjusted"];
        var table = new ResultTable(
        [
            "task", "verdict", "scales", "first", "last", "change", "change p", "jump", "jump at", "jump p", .. adjusted, "linearity", "breakthroughness",
            "items",
        ]);
        foreach (var f in findings)
        {
            var points = f.Curve.Points;
            object[] more = adjusted.Length == 0 ? [] : [f.AdjustedChangeP, f.AdjustedJumpP];
            table.Add(
            [
                f.Curve.Task, f.Verdict.ToString(), f.Curve.Scales, points[0].Score, points[^1].Score, f.Change, f.ChangeP, f.Jump, f.JumpAt, f.JumpP, .. more,
                f.Shape.Linearity, f.Shape.Breakthroughness, points[0].Items,
            ]);
        }
        if (Out is not null) table.WriteCsv(Out);
        table.Write(output, Json);
        if (Json) return;
        output.WriteLine();
        foreach (var verdict in findings.GroupBy(f => f.Verdict).OrderByDescending(group => group.Key))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{verdict.Key}: {verdict.Count()} of {findings.Count}"));
    }
}
