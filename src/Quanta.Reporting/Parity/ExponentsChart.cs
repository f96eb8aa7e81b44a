using Quanta.Numerics.Statistics;
using Quanta.Reporting.Charts;
using Quanta.ToyModels.Parity.Analysis;

namespace Quanta.Reporting.Parity;

/// <summary>Losses on one size for several alphas, and which of them a power law is fitted to.</summary>
/// <param name="Runs">Columns alpha (the runs'), SIZE, loss (bits), and for curves run.</param>
/// <param name="Fitted">The rows that the fits use.</param>
public sealed record AlphaLosses(Frame Runs, Frame Fitted);

/// <summary>One row of figure 10.</summary>
/// <param name="Size">Which size.</param>
/// <param name="Losses">The runs.</param>
public sealed record ExponentRow(ScaledSize Size, AlphaLosses Losses)
{
    /// <summary>The published runs beside them; null for none.</summary>
    public AlphaLosses? Published { get; init; }
}

/// <summary>What is scaled, with the theory's exponent.</summary>
public sealed record ScaledSize
{
    private ScaledSize(string column, string label, string symbol, Func<double, double> theory, string formula) =>
        (Column, AxisLabel, Symbol, Theory, Formula) = (column, label, symbol, theory, formula);

    /// <summary>Parameters: alpha_N = alpha.</summary>
    public static ScaledSize Parameters { get; } = new("parameters", "Parameters N", "α_N", alpha => alpha, "alpha");

    /// <summary>Steps of one run: alpha_S = alpha / (1 + alpha).</summary>
    public static ScaledSize Steps { get; } = new("step", "Steps S", "α_S", alpha => alpha / (1 + alpha), "alpha/(1 + alpha)");

    /// <summary>Training samples: alpha_D = alpha / (1 + alpha).</summary>
    public static ScaledSize Samples { get; } = new("samples", "Samples D", "α_D", alpha => alpha / (1 + alpha), "alpha/(1 + alpha)");

    /// <summary>The column of the size in frames.</summary>
    public string Column { get; }

    public string AxisLabel { get; }

    public string Symbol { get; }

    /// <summary>The theory's exponent for the paper's alpha.</summary>
    public Func<double, double> Theory { get; }

    public string Formula { get; }
}

/// <summary>Figure 10 of the paper: scaling exponents against the distribution of quanta.</summary>
public static class ExponentsChart
{
    public static Chart Draw(params IReadOnlyList<ExponentRow> rows) => new()
    {
        Height = 6.5 / 3 * rows.Count,
        Columns = 2,
        Description = "Losses follow power laws whose exponents grow with alpha, steeper than the theory at small alpha and shallower at "
            + "large alpha.",
        Panels = [.. rows.SelectMany(row => new[] { Runs(row), Exponents(row) })],
    };

    private static Panel Runs(ExponentRow row)
    {
        var (runs, published, x) = (row.Losses.Runs, row.Published?.Runs, row.Size.Column);
        var areCurves = runs.Names.Contains("run");
        Mark mark = areCurves
            ? new Line(runs, x, "loss") { ColourBy = "alpha", GroupBy = "run", Width = 0.7 }
            : new Points(runs, x, "loss") { ColourBy = "alpha", Size = published is null ? 2 : 4 };
        return new Panel
        {
            X = Axis.Log(row.Size.AxisLabel),
            Y = Axis.Log("Loss (bits)").WithTicks(0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 1),
            Colour = ColourScale.Sequential(ColourMap.Viridis, 1.1, 1.8) with { Label = "alpha + 1" },
            Marks =
            [
                mark,
                .. areCurves ? PublishedMarks.Curve(published, x, "loss", "alpha", "run") : PublishedMarks.Crosses(published, x, "loss", "alpha"),
                new FittedLine(row.Losses.Fitted, x, "loss") { ColourBy = "alpha", Width = 0.8 },
            ],
        };
    }

    private static Panel Exponents(ExponentRow row)
    {
        Frame? published = row.Published is null ? null : AlphaExponents.Of(row.Published.Fitted, row.Size.Column, "loss");
        return AlphaExponents.Panel(AlphaExponents.Of(row.Losses.Fitted, row.Size.Column, "loss"), published, row.Size.Theory, row.Size.Formula, 0.8) with
        {
            X = Axis.Linear("Quanta distribution alpha").Over(0, 0.85),
            Y = Axis.Linear(Label.Math(row.Size.Symbol)).Over(0, 0.85),
        };
    }
}

/// <summary>Exponents of power laws for several values of alpha.</summary>
public static class AlphaExponents
{
    /// <summary>Fits a power law to the rows of each value of "alpha" (the runs', one more than the paper's).</summary>
    /// <returns>Columns alpha (the paper's) and exponent (without its sign); NaN where there are fewer than two sizes.</returns>
    public static Frame Of(Frame data, string x, string y)
    {
        var fits = data.GroupBy("alpha")
            .Select(group => (Alpha: group.Rows["alpha"][0] - 1, Fit: PowerLaw.Fit([.. group.Rows[x]], [.. group.Rows[y]]))).ToArray();
        return Frame.Of(("alpha", [.. fits.Select(fit => fit.Alpha)]), ("exponent", [.. fits.Select(fit => Math.Abs(fit.Fit.Exponent))]));
    }

    /// <summary>Points against alpha, the published ones as crosses, with a theory's curve from 0.</summary>
    internal static Panel Panel(Frame exponents, Frame? published, Func<double, double> theory, string formula, double to) => new()
    {
        Marks =
        [
            new Points(exponents, "alpha", "exponent") { Name = "empirical exponent" },
            .. PublishedMarks.Crosses(published, "alpha", "exponent"),
            new Curve(theory, 0, to) { Ink = Ink.Foreground, Name = $"theory: {formula}" },
        ],
    };
}

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
