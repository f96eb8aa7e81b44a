using System.Globalization;
using Quanta.Reporting.Charts;
using Quanta.ToyModels.Parity.Analysis;

namespace Quanta.Reporting.Parity;

/// <summary>One of the paper's figures, drawn from runs.</summary>
/// <param name="Name">The name of its files, e.g. "figure-8".</param>
/// <param name="Chart">The picture, with what it is drawn from as its caption.</param>
public sealed record ParityFigure(string Name, Chart Chart);

/// <summary>Figures 2, 7, 8, 9 and 10 of the paper from runs, with published values beside them.</summary>
public static class ParityFigureSet
{
    /// <summary>The figures that there are runs for.</summary>
    public static IReadOnlyList<ParityFigure> Draw(FigureRuns runs, PublishedParity published)
    {
        (string Name, Chart? Chart, IEnumerable<RunCurves?> From)[] figures =
        [
            ("figure-2", EmergenceFigure.Draw(runs, published), [.. runs.WidthScaling, runs.Widest, .. runs.SampleScaling]),
            ("figure-7", TrajectoriesFigure.Draw(runs), [runs.Widest, runs.MostSamples]),
            ("figure-8", Convergence(runs.Widest, published), [runs.Widest]),
            ("figure-9", Learned(runs.SamplesByAlpha.Where(run => run.IsFinished), published), runs.SamplesByAlpha),
            ("figure-10", ScalingRows.Of(runs, published) is { Count: > 0 } rows ? ExponentsChart.Draw(rows) : null, [.. runs.WidthsByAlpha, .. runs.SamplesByAlpha]),
        ];
        return [.. figures.Where(f => f.Chart is not null).Select(f => new ParityFigure(f.Name, f.Chart! with { Caption = Caption([.. f.From.OfType<RunCurves>().Distinct()], published) }))];
    }

    /// <summary>alpha_N, alpha_S and alpha_D for each alpha (the runs'): ours, the published ones, the published ones fitted at our sizes alone, and the theory's.</summary>
    /// <returns>Columns alpha_config and, for each of N, S and D with runs, X, X_published, X_published_at_these_sizes, X_theory; NaN where there are fewer
    /// than two sizes.</returns>
    public static ResultTable Exponents(FigureRuns runs, PublishedParity published)
    {
        var rows = ScalingRows.Of(runs, published);
        var alphas = rows.SelectMany(row => row.Losses.Runs["alpha"]).Distinct().Order().ToArray();
        var table = new ResultTable(["alpha_config", .. rows.SelectMany(row => Columns(row.Size.Symbol.Replace("α", "alpha", StringComparison.Ordinal)))]);
        foreach (var alpha in alphas) table.Add([alpha, .. rows.SelectMany(row => Values(row, alpha))]);
        return table;
    }

    private static Chart? Convergence(RunCurves? run, PublishedParity published)
    {
        if (run is null) return null;
        var converged = ParityFigures.Figure8Convergence(run);
        if (converged.Rows.Count < 2) return null;
        var mean = ParityFigures.StepCurve(run).ToFrame(("step", "step"), ("mean_loss_bits", "loss")).Where("step", step => step > 0);
        var times = converged.ToFrame(("subtask", "subtask"), ("frequency", "frequency"), ("step", "step"));
        var beside = published is { Converged: { } publishedTimes, MeanLoss: { } publishedMean } ? new ConvergenceData(publishedTimes, publishedMean) : null;
        return ConvergenceChart.Draw(new ConvergenceData(times, mean), beside);
    }

    private static Chart? Learned(IEnumerable<RunCurves> runs, PublishedParity published)
    {
        var learned = ParityFigures.Figure9Learned(runs).ToFrame(("alpha_config", "alpha"), ("examples", "samples"), ("subtasks_learned", "learned")).Where("learned", n => n > 0);
        return learned.Count == 0 ? null : SubtasksLearnedChart.Draw(learned, published.Learned.AtAlphasOf(learned));
    }

    private static IEnumerable<string> Columns(string symbol) => [symbol, symbol + "_published", symbol + "_published_at_these_sizes", symbol + "_theory"];

    private static IEnumerable<double> Values(ExponentRow row, double alpha)
    {
        double Slope(Frame? fitted) => fitted is null ? double.NaN : AlphaExponents.Of(fitted.Where("alpha", a => a == alpha), row.Size.Column, "loss")["exponent"].FirstOrDefault(double.NaN);
        var sizes = row.Losses.Runs[row.Size.Column].ToHashSet();
        return [Slope(row.Losses.Fitted), Slope(row.Published?.Fitted), Slope(row.Published?.Fitted.Where(row.Size.Column, sizes.Contains)), row.Size.Theory(alpha - 1)];
    }

    private static Label Caption(RunCurves[] runs, PublishedParity published)
    {
        var (least, most) = (runs.Min(run => run.Log[^1].Step), runs.Max(run => run.Log[^1].Step));
        var count = runs.Length == 1 ? "One run" : $"{runs.Length} runs";
        var steps = least == most ? $"{most.ToString("N0", CultureInfo.InvariantCulture)}" : string.Create(CultureInfo.InvariantCulture, $"{least:N0} to {most:N0}");
        var beside = published == PublishedParity.None ? "" : "; crosses and dotted lines, where there are any: the published values";
        return Label.Literal($"{count}, last evaluated at step {steps}{beside}.");
    }
}

/// <summary>Tables of results as frames.</summary>
internal static class ResultFrames
{
    /// <summary>The columns named, under their new names.</summary>
    public static Frame ToFrame(this ResultTable table, params IReadOnlyList<(string Name, string NewName)> columns) =>
        columns.Aggregate(Frame.Of(), (frame, column) => frame.With(column.NewName, table.Column(column.Name)));

    /// <summary>The rows whose alpha is among those of another frame; null for null.</summary>
    public static Frame? AtAlphasOf(this Frame? frame, Frame other)
    {
        var alphas = other["alpha"].ToHashSet();
        return frame?.Where("alpha", alphas.Contains);
    }
}
