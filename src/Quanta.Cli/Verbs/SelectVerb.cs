using CommandLine;
using Quanta.Cli.Options;
using Quanta.Cli.Output;
using Quanta.Discovery.Runs;
using Quanta.Discovery.Selection;

namespace Quanta.Cli.Verbs;

[Verb("select", HelpText = "Select the predictions whose gradients are compared.")]
internal sealed class SelectVerb : Verb, ISelectionOptions, IRunOptions
{
    [Option("losses-of", MetaValue = "NAME", HelpText = "Select by the losses of this model of the run, as --learned-by does with --not-by; default: its only one.")]
    public string? LossesOf { get; set; }

    public double Threshold { get; set; }

    public double? AtLeast { get; set; }

    public string? LearnedBy { get; set; }

    public string? NotBy { get; set; }

    public double? NotBelow { get; set; }

    public string? Mask { get; set; }

    public IEnumerable<string> Kinds { get; set; } = [];

    public Induction? Induction { get; set; }

    public bool KeepInducible { get; set; }

    public int? PerDocument { get; set; }

    public bool EveryDocument { get; set; }

    public int? Stride { get; set; }

    public int? Count { get; set; }

    public string? Run { get; set; }

    protected override void Validate()
    {
        base.Validate();
        Require.That(LossesOf is null || LearnedBy is null, "--losses-of and --learned-by both name the model whose losses are below --threshold: leave one of the two out.");
    }

    public override void Execute(VerbContext context)
    {
        using var session = Session(context, RunFolder.OpenExisting(Require.Option(Run, "--run", "the run folder with the losses")));
        var report = SelectionStage.Run(session, LossesOf ?? LearnedBy ?? OnlyLosses(session.Folder), ((ISelectionOptions)this).ToSelectionOptions(), Mask);
        Write(report, context.Terminal.Output);
    }

    private void Write(SelectionReport report, TextWriter output)
    {
        var results = new Results(output, Json)
            .Add("predictions", report.Predictions)
            .Add("below threshold", report.BelowThreshold)
            .Add("inducible", report.Inducible)
            .Add("below threshold and inducible", report.BelowThresholdAndInducible);
        foreach (var rule in report.Rules ?? [])
        {
            if (rule.Alone is { } alone) results.Add($"kept by {rule.Rule} alone", alone);
            results.Add($"left after {rule.Rule}", rule.Left);
        }
        results
            .Add("kept", report.Kept)
            .Add("stride", report.Stride)
            .Add("selected", report.Selected)
            .Add("documents", report.Documents)
            .Add("most in one document", report.MostInOneDocument)
            .Write();
    }

    private static string OnlyLosses(RunFolder folder)
    {
        var names = RunArtifacts.ModelsWithLosses(folder).ToList();
        Require.That(names.Count == 1,
            $"--losses-of is required: the run has losses of {names.Count} models{(names.Count == 0 ? "" : $" ({string.Join(", ", names)})")}.");
        return names[0];
    }
}
