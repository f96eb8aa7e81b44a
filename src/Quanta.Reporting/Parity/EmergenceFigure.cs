using Quanta.Reporting.Charts;
using Quanta.ToyModels.Parity.Analysis;
using Quanta.ToyModels.Parity.Training;

namespace Quanta.Reporting.Parity;

/// <summary>Figure 2 from runs: a column for each size that there are runs of.</summary>
internal static class EmergenceFigure
{
    /// <summary>The chart, or null without runs.</summary>
    public static Chart? Draw(FigureRuns runs, PublishedParity published)
    {
        EmergenceColumn?[] columns =
        [
            Parameters(runs.WidthScaling) is { } parameters ? parameters with { Published = published.Widths } : null,
            Steps(runs.Widest) is { } steps ? steps with { Published = published.MeanLoss } : null,
            Samples(runs.SampleScaling) is { } samples ? samples with { Published = published.Samples } : null,
        ];
        return columns.OfType<EmergenceColumn>().ToArray() is { Length: > 0 } drawn ? EmergenceChart.Draw(drawn) : null;
    }

    private static EmergenceColumn? Parameters(IReadOnlyList<RunCurves> runs)
    {
        RunCurves[] sizes = [.. runs.DistinctBy(run => run.Parameters).OrderBy(run => run.Parameters)];
        if (sizes.Length < 2) return null;
        var mean = ParityFigures.Figure2Parameters(runs).ToFrame(("parameters", "parameters"), ("loss_bits", "loss"));
        return new EmergenceColumn("Parameters", Axis.Log("Parameters N"), mean, "parameters", [0.1, 0.2, 0.3, 0.4, 0.6, 0.8],
            Theory(mean, "parameters", sizes[0].Options.Alpha - 1, "L ∝ N^{\u2212α}"),
            Cells([.. sizes.Select(run => (double)run.Parameters)], [.. sizes.Select(run => run.Log[^1])]));
    }

    private static EmergenceColumn? Samples(IReadOnlyList<RunCurves> runs)
    {
        RunCurves[] sizes = [.. runs.DistinctBy(run => run.Examples).OrderBy(run => run.Examples)];
        if (sizes.Length < 2) return null;
        var mean = ParityFigures.Figure2Data(runs).ToFrame(("examples", "samples"), ("loss_bits", "loss"));
        return new EmergenceColumn("Training data", Axis.Log("Samples D"), mean, "samples", [0.2, 0.3, 0.4, 0.6, 0.8, 1],
            Theory(mean, "samples", Saturating(sizes[0]), "L ∝ D^{\u2212α/(α+1)}"),
            Cells([.. sizes.Select(run => run.Examples)], [.. sizes.Select(run => run.Best)]));
    }

    private static EmergenceColumn? Steps(RunCurves? run)
    {
        const double anchor = 1000; // the published line is scaled to the loss there, and drawn at half its steps
        ParityEvaluation[] log = [.. run?.Log.Where(e => e.Step > 0) ?? []];
        if (log.Length < 2 || log[^1].Step <= anchor) return null;
        var mean = ParityFigures.StepCurve(run!).ToFrame(("step", "step"), ("mean_loss_bits", "loss")).Where("step", step => step > 0);
        var atAnchor = Bits.FromNats(log.First(e => e.Step >= anchor).MeanLoss);
        return new EmergenceColumn("Training steps", Axis.Log("Steps S"), mean, "step", [0.1, 0.2, 0.3, 0.4, 0.6, 1],
            EmergenceChart.Theory(Saturating(run!), anchor / 2, atAnchor, anchor / 2, log[^1].Step / 2.0, "L ∝ S^{\u2212α/(α+1)}"),
            Cells([.. log.Select(e => e.Step + 1.0)], log))
        { IsCurve = true };
    }

    private static Curve Theory(Frame mean, string size, double exponent, string formula)
    {
        var sizes = mean[size];
        return EmergenceChart.Theory(exponent, sizes[^1], mean["loss"][^1] / 0.9, sizes[0], sizes[^1], formula);
    }

    private static double Saturating(RunCurves run) => (run.Options.Alpha - 1) / run.Options.Alpha;

    private static Grid Cells(double[] sizes, ParityEvaluation[] evaluations) => EmergenceChart.Cells(sizes, (subtask, size) =>
        evaluations[size].SubtaskLosses is var losses && subtask < losses.Length ? Bits.FromNats(losses[subtask]) : double.NaN);
}
