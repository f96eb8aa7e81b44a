using Quanta.Reporting.Charts;

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
