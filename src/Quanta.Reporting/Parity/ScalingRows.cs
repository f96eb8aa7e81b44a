using Quanta.Reporting.Charts;
using Quanta.ToyModels.Parity.Analysis;

namespace Quanta.Reporting.Parity;

/// <summary>The rows of figure 10 from runs, with the published definitions of what is fitted (<see cref="ScalingExponents"/>).</summary>
internal static class ScalingRows
{
    /// <summary>A row for each size that there are runs of.</summary>
    public static IReadOnlyList<ExponentRow> Of(FigureRuns runs, PublishedParity published)
    {
        var rows = new List<ExponentRow>();
        RunCurves[] widths = [.. runs.WidthsByAlpha.Where(run => run.IsFinished)], samples = [.. runs.SamplesByAlpha.Where(run => run.IsFinished)];
        RunCurves[] widest = [.. runs.WidthsByAlpha.Where(run => run.Options.Width == runs.WidthsByAlpha.Max(other => other.Options.Width))];
        if (widths.Length > 0) rows.Add(Row(ScaledSize.Parameters, Parameters(ParityFigures.Figure10Parameters(widths)), published.Parameters));
        if (widest.Length > 0) rows.Add(Row(ScaledSize.Steps, Steps(ParityFigures.Figure10Steps(widest)), published.Steps));
        if (samples.Length > 0) rows.Add(Row(ScaledSize.Samples, Samples(ParityFigures.Figure10Data(samples)), published.Data));
        return rows;
    }

    private static ExponentRow Row(ScaledSize size, Frame runs, Frame? published) => new(size, new AlphaLosses(runs, Fitted(size, runs)))
    {
        Published = published.AtAlphasOf(runs) is { } beside ? new AlphaLosses(beside, Fitted(size, beside)) : null,
    };

    /// <summary>The rows that a power law is fitted to.</summary>
    public static Frame Fitted(ScaledSize size, Frame runs)
    {
        if (size == ScaledSize.Steps) return runs.Where("step", step => step is >= ScalingExponents.FirstStep and < ScalingExponents.EndStep);
        if (size == ScaledSize.Parameters) return runs;
        var onset = runs.GroupBy("alpha").ToDictionary(group => group.Rows["alpha"][0], group => Onset(group.Rows));
        var (alpha, samples) = (runs["alpha"], runs["samples"]);
        return runs.Where(i => samples[i] >= onset[alpha[i]]);
    }

    private static double Onset(Frame ofOneAlpha) =>
        ofOneAlpha["samples"].Zip(ofOneAlpha["loss"]).Where(run => run.Second < ScalingExponents.DataOnsetBits).Select(run => run.First).DefaultIfEmpty(double.PositiveInfinity).Min();

    private static Frame Parameters(ResultTable table) => table.ToFrame(("alpha_config", "alpha"), ("parameters", "parameters"), ("loss_bits", "loss"));

    private static Frame Steps(ResultTable table) =>
        table.ToFrame(("alpha_config", "alpha"), ("seed", "run"), ("step", "step"), ("loss_bits", "loss")).Where("step", step => step > 0);

    private static Frame Samples(ResultTable table) => table.ToFrame(("alpha_config", "alpha"), ("examples", "samples"), ("loss_bits", "loss"));
}
