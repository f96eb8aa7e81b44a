using System.Globalization;
using System.Text.Json.Nodes;
using CommandLine;
using Quanta.Cli.Output;
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

/// <summary>A report of predictions as tables.</summary>
internal sealed class PredictionTables
{
    private readonly PredictionReport _report;
    private readonly ResultTable _methods, _columns, _clusters;

    /// <param name="report">What was found.</param>
    /// <param name="columns">The models or checkpoints, by scale.</param>
    /// <param name="scale">Their sizes or steps.</param>
    /// <param name="coverages">What intervals were to hold.</param>
    public PredictionTables(PredictionReport report, IReadOnlyList<LossColumn> columns, LossScale scale, IReadOnlyList<double> coverages)
    {
        _report = report;
        _methods = Methods(report, coverages);
        _columns = Columns(report, columns, scale);
        _clusters = Clusters(report);
    }

    public void WriteCsv(string folder)
    {
        Directory.CreateDirectory(folder);
        _methods.WriteCsv(Path.Combine(folder, "methods.csv"));
        _columns.WriteCsv(Path.Combine(folder, "columns.csv"));
        _clusters.WriteCsv(Path.Combine(folder, "clusters.csv"));
    }

    public void Write(TextWriter output, bool asJson)
    {
        if (asJson)
        {
            output.WriteLine(new JsonObject
            {
                ["predictions"] = _report.Predictions,
                ["visible"] = _report.Visible,
                ["hidden"] = _report.Hidden,
                ["methods"] = _methods.ToJson(),
                ["columns"] = _columns.ToJson(),
                ["clusters"] = _clusters.ToJson(),
            }.ToJsonString());
            return;
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{_report.Predictions:N0} predictions, {_report.Visible} columns visible, {_report.Hidden} hidden, {_report.Clusters.Count} clusters; errors in nats"));
        _methods.WriteText(output);
    }

    private static ResultTable Methods(PredictionReport report, IReadOnlyList<double> coverages)
    {
        var table = new ResultTable([
            "method", "mean_absolute_error", "gain", "gain_low", "gain_high", "rank_correlation", "change_correlation",
            .. coverages.Select(coverage => string.Create(CultureInfo.InvariantCulture, $"coverage_{coverage}")), "slope_half_life", "offset_half_life"]);
        foreach (var method in report.Methods)
        {
            table.Add([
                method.Method, method.MeanAbsoluteError, method.Gain.Value, method.Gain.Low, method.Gain.High, method.RankCorrelation, method.ChangeCorrelation,
                .. method.Coverage.Select(share => (object)share), method.Memory.Slope, method.Memory.Offset]);
        }
        return table;
    }

    private static ResultTable Columns(PredictionReport report, IReadOnlyList<LossColumn> columns, LossScale scale)
    {
        var table = new ResultTable(["column", scale.Kind == ScaleKind.Parameters ? "parameters" : "step", .. report.Methods.Select(method => ErrorOf(method.Method))]);
        for (var k = 0; k < report.Hidden; k++)
        {
            var column = report.Visible + k;
            table.Add([columns[column].Name, scale.Values[column], .. report.Methods.Select(method => (object)method.ErrorByColumn[k])]);
        }
        return table;
    }

    private static ResultTable Clusters(PredictionReport report)
    {
        var names = report.Methods.Select(method => method.Method).ToList();
        var table = new ResultTable([
            "cluster", "size", .. names.Select(ErrorOf),
            .. names.Skip(1).SelectMany(name => (string[])[$"gain_{Id(name)}", $"gain_{Id(name)}_low", $"gain_{Id(name)}_high"])]);
        foreach (var cluster in report.Clusters)
        {
            table.Add([
                cluster.Cluster, cluster.Size, .. cluster.MeanAbsoluteErrors.Select(error => (object)error),
                .. cluster.Gains.Skip(1).SelectMany(gain => (object[])[gain.Value, gain.Low, gain.High])]);
        }
        return table;
    }

    private static string ErrorOf(string method) => $"error_{Id(method)}";

    private static string Id(string method) => method.Replace(' ', '_');
}
