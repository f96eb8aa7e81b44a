namespace Quanta.Reporting.Charts;

/// <summary>
/// Straight lines between the rows of a frame, in their order; one line for each value of the colour column and of <see cref="GroupBy"/>.
/// </summary>
/// <param name="Data">The rows.</param>
/// <param name="X">The column on the x axis.</param>
/// <param name="Y">The column on the y axis.</param>
public sealed record Line(Frame Data, string X, string Y) : Mark
{
    /// <summary>The line's width in points.</summary>
    public double Width { get; init; } = 1.2;

    /// <summary>A fixed dash; null takes a solid line, or each category's own dash.</summary>
    public Dash? Dash { get; init; }

    /// <summary>A column whose values each get a line of their own, without a colour.</summary>
    public string? GroupBy { get; init; }

    /// <summary>A column whose text names each line in the legend, for lines that a sequential scale colours.</summary>
    public string? NameBy { get; init; }

    /// <summary>The size of a marker on each row; 0 for none.</summary>
    public double Markers { get; init; }

    internal override Frame Source => Data;

    internal override (string?, string?) Columns => (X, Y);

    internal override LegendKeys Keys => Markers > 0 ? LegendKeys.Line | LegendKeys.Marker : LegendKeys.Line;

    internal override IEnumerable<Layer> Layers(MarkContext context)
    {
        foreach (var series in Series.Split(Data, ColourBy, GroupBy, context, byNumber: true))
        {
            var (name, rows, look) = (series.NameOr(Name), Rows(series, context), context.LookOf(this, series.Value));
            look = look with { Width = Width, Dash = Dash ?? look.Dash, MarkerSize = Markers };
            yield return new PathLayer("line", name, rows, look);
            if (Markers > 0) yield return new PointLayer("points", name, rows, look);
        }
    }

    private Datum[] Rows(Series series, MarkContext context)
    {
        var (x, y) = (context.ValuesX(series.Rows, X), context.ValuesY(series.Rows, Y));
        return [.. Enumerable.Range(0, series.Rows.Count).Select(i => new Datum(x[i], y[i]) { Value = series.Value })];
    }
}

public enum Dash
{
    Solid,
    Dashed,
    Dotted,
    DashDotted,
    LongDashed,
}

internal static class Dashes
{
    /// <summary>Lengths of dashes and gaps in units of the line's width; none for a solid line.</summary>
    public static IReadOnlyList<double> Pattern(this Dash dash) => dash switch
    {
        Dash.Dashed => [4, 2],
        Dash.Dotted => [1, 1.6],
        Dash.DashDotted => [5, 1.8, 1, 1.8],
        Dash.LongDashed => [8, 2.5],
        _ => [],
    };
}
