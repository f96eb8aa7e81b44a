namespace Quanta.Reporting.Charts;

/// <summary>A marker at each row of a frame.</summary>
/// <param name="Data">The rows.</param>
/// <param name="X">The column on the x axis.</param>
/// <param name="Y">The column on the y axis.</param>
public sealed record Points(Frame Data, string X, string Y) : Mark
{
    /// <summary>The markers' size in points.</summary>
    public double Size { get; init; } = 4;

    /// <summary>A fixed shape; null takes a circle, or each category's own shape.</summary>
    public MarkerShape? Shape { get; init; }

    internal override Frame Source => Data;

    internal override (string?, string?) Columns => (X, Y);

    internal override LegendKeys Keys => LegendKeys.Marker;

    internal override IEnumerable<Layer> Layers(MarkContext context) =>
        Series.Split(Data, ColourBy, null, context)
            .Select(series => (Layer)new PointLayer("points", series.NameOr(Name), Rows(series, context), LookOf(context, series.Value)));

    internal Look LookOf(MarkContext context, double value)
    {
        var look = context.LookOf(this, value);
        return look with { MarkerSize = Size, Marker = Shape ?? look.Marker };
    }

    private Datum[] Rows(Series series, MarkContext context)
    {
        var (x, y, values) = (context.ValuesX(series.Rows, X), context.ValuesY(series.Rows, Y), context.ColourValues(series.Rows, ColourBy));
        return [.. Enumerable.Range(0, series.Rows.Count).Select(i => new Datum(x[i], y[i]) { Value = values[i] })];
    }
}
