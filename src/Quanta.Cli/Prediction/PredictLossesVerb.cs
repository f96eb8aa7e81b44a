using System.Text.Json.Nodes;
using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.Cli.Scaling;
using Quanta.Cli.Verbs;
using Quanta.Discovery.Runs;
using Quanta.Reporting.Scaling;
using Quanta.Scaling.Laws;
using Quanta.Scaling.Losses;
using Quanta.Scaling.Prediction;

namespace Quanta.Cli.Prediction;

[Verb("losses", HelpText = "Hide the largest models, or the last checkpoints, and predict every token's loss there from the others; with --run, "
    + "report.html shows it.")]
internal sealed class PredictLossesVerb : PanelVerb
{
    [AtLeast(1)]
    [Option("hide", MetaValue = "M", HelpText = "How many of the largest models, or of the last checkpoints, are hidden.", Required = true)]
    public int Hide { get; set; }

    [AtLeast(1)]
    [Option("resamples", Default = 1000, MetaValue = "N", HelpText = "Bootstrap resamples for the intervals of gains.")]
    public int Resamples { get; set; }

    [OutputFolder]
    [Option("out", MetaValue = "DIR", HelpText = "Write methods.csv, columns.csv and clusters.csv there.")]
    public string? Out { get; set; }

    public override void Execute(VerbContext context)
    {
        using var table = OpenTable();
        var scales = Scales(table);
        Require.That(scales[0].Count - Hide >= 2, $"--hide must leave at least 2 of the {scales[0].Count} columns visible, but it is {Hide}.");
        var (panel, source) = OpenSource(table).Read(table, scales);
        var report = Predict(panel, source, context);
        var tables = new PredictionTables(report, [.. scales[0].Columns.Select(column => table.Columns[column])], scales[0], Coverages);
        if (Out is not null) tables.WriteCsv(Out);
        if (Run is not null) Record(context, SummaryOf(report, table, scales));
        tables.Write(context.Terminal.Output, Json);
    }

    private static IReadOnlyList<double> Coverages => new PredictionOptions(1).Coverages;

    private PredictionReport Predict(LossPanel panel, PanelSource source, VerbContext context)
    {
        var options = new PredictionOptions(Hide) { TrajectoryClusters = Clusters, Resamples = Resamples, Seed = Seed, Threads = ThreadCount };
        return InPercent(context, "predictions", progress => LossPrediction.Run(panel, options, source.Labels, source.Units, progress, context.Cancellation));
    }

    private PredictionSummary SummaryOf(PredictionReport report, NpyLossTable table, IReadOnlyList<LossScale> scales)
    {
        var visible = scales[0].Count - Hide;
        return new PredictionSummary(scales[0].Kind, Clustering, report.Predictions, Names(0, visible), Names(visible, scales[0].Count), Coverages,
            report.Methods);

        IReadOnlyList<string> Names(int from, int to) =>
            [.. scales.SelectMany(scale => scale.Columns.Take(to).Skip(from)).Select(column => table.Columns[column].Name)];
    }

    private void Record(VerbContext context, PredictionSummary summary)
    {
        using var session = Session(context, RunFolder.OpenExisting(Run!));
        PredictionStage.Record(session, summary, new JsonObject
        {
            ["hide"] = Hide,
            ["model"] = Model,
            ["labels"] = Labels is null ? null : FileHash.Sha256(Labels),
            ["predictions"] = Predictions is null ? null : FileHash.Sha256(Predictions),
            ["clustering"] = Clustering,
            ["clusters"] = Clusters,
            ["sample"] = Sample,
            ["resamples"] = Resamples,
            ["seed"] = Seed,
        });
    }

    /// <summary>The scale asked for; over checkpoints without --model, those of all models that have the same steps.</summary>
    private IReadOnlyList<LossScale> Scales(NpyLossTable table)
    {
        var first = ScaleOf(table);
        if (first.Kind == ScaleKind.Parameters || Model is not null) return [first];
        return [.. LossScale.ModelsWithCheckpoints(table.Columns).Select(model => LossScale.OverCheckpoints(table.Columns, model))
            .Where(scale => scale.Values.SequenceEqual(first.Values))];
    }
}
