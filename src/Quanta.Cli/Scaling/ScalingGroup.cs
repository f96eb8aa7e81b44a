using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Discovery.Runs;
using Quanta.Reporting.Charts;
using Quanta.Reporting.Scaling;
using Quanta.Scaling.Laws;
using Quanta.Scaling.Losses;

namespace Quanta.Cli.Scaling;

[Verb("scaling", HelpText = "Losses over model size and training: means, distributions, laws of tokens and clusters, figures. See `quanta scaling --help`.")]
internal sealed class ScalingGroupOptions;

/// <summary>The verbs under `quanta scaling`.</summary>
internal static class ScalingGroup
{
    public const string Name = "scaling";

    public static Type[] Verbs { get; } = [typeof(ScalingLossesVerb), typeof(ScalingClustersVerb), typeof(ScalingFiguresVerb)];
}

[Verb("figures", HelpText = "Draw figures 3, 4, 11, 12 and 15 of the paper from your own losses, as far as there is what they need.")]
internal sealed class ScalingFiguresVerb : LossTableVerb
{
    [Above(0)]
    [Option("fit-to", Default = double.PositiveInfinity, MetaValue = "N", HelpText = "The greatest size that figure 3's law is fitted to.")]
    public double FitTo { get; set; }

    [AtLeast(0)]
    [Option("fit-steps-from", Default = 0.0, MetaValue = "S", HelpText = "The least step that figure 11's laws are fitted to; the paper's is 11000.")]
    public double FitStepsFrom { get; set; }

    [Above(0)]
    [Option("fit-steps-to", Default = double.PositiveInfinity, MetaValue = "S", HelpText = "The greatest one; the paper's is 100000.")]
    public double FitStepsTo { get; set; }

    [Option("clustering", MetaValue = "NAME", HelpText = "Figure 15's order of tokens; default: the clustering that the report shows.")]
    public string? Clustering { get; set; }

    [OutputFolder]
    [Option("out", MetaValue = "DIR", HelpText = "Folder of the figures: SVG, PDF and CSV of what is drawn.")]
    public string? Out { get; set; }

    public override void Execute(VerbContext context)
    {
        var folder = Require.Option(Out, "--out", "the folder of the figures");
        var run = Run is null ? null : RunFolder.OpenForReading(Run);
        using var table = OpenTable();
        var figures = OfLosses(table, run, context).ToList();
        if (run is not null && SimilarityFigure.Draw(run, Clustering) is { } similarity) figures.Add(similarity);
        if (figures.Count == 0)
            throw new InvalidDataException("There is nothing to draw: no two models of known size, no two checkpoints of one model, and no clusters.");
        Directory.CreateDirectory(folder);
        foreach (var (name, chart) in figures)
            foreach (var file in chart.SaveWithPdf(folder, name)) context.Terminal.Output.WriteLine(file);
    }

    private IEnumerable<ScalingFigure> OfLosses(NpyLossTable table, RunFolder? run, VerbContext context)
    {
        var models = LossScale.OverModels(table.Columns);
        if (models.Count > 1 && Over != ScaleChoice.Checkpoints)
        {
            var summary = Summarise(table, models, new TokenThresholds(), context);
            yield return ScalingFigureSet.OverModels(summary, FitTo);
            foreach (var figure in ScalingFigureSet.Tokens(table, summary, new TokenNames(run).Of)) yield return figure;
        }
        if (Over == ScaleChoice.Models) yield break;
        var trained = LossScale.ModelsWithCheckpoints(table.Columns).Where(model => Model is null || model == Model)
            .Select(model => Summarise(table, LossScale.OverCheckpoints(table.Columns, model), new TokenThresholds(), context)).ToList();
        if (trained.Count > 0) yield return ScalingFigureSet.OverSteps(trained, FitStepsFrom, FitStepsTo);
    }
}
