namespace Quanta.Reporting.Charts;

/// <summary>An error bar with caps at each row: from the low to the high column, in y, in x or in both.</summary>
/// <param name="Data">The rows.</param>
/// <param name="X">The column on the x axis.</param>
/// <param name="Y">The column on the y axis.</param>
public sealed record ErrorBars(Frame Data, string X, string Y) : Mark
{
    /// <summary>The columns of the vertical bars' ends; null for none.</summary>
    public (string Low, string High)? RangeY { get; init; }

    /// <summary>The columns of the horizontal bars' ends; null for none.</summary>
    public (string Low, string High)? RangeX { get; init; }

    /// <summary>The bars' width in points.</summary>
    public double Width { get; init; } = 0.9;

    internal override Frame Source => Data;

    internal override (string?, string?) Columns => (X, Y);

    internal override LegendKeys Keys => LegendKeys.Line;

    internal override IEnumerable<Layer> Layers(MarkContext context) => Series.Split(Data, ColourBy, null, context).Select(series =>
        (Layer)new RangeLayer("error bars", series.NameOr(Name), Rows(series, context), context.LookOf(this, series.Value) with { Width = Width }));

    private Datum[] Rows(Series series, MarkContext context)
    {
        var rows = series.Rows;
        var (x, y, values) = (context.ValuesX(rows, X), context.ValuesY(rows, Y), context.ColourValues(rows, ColourBy));
        return
        [
            .. Enumerable.Range(0, rows.Count).Select(i => new Datum(x[i], y[i])
            {
                Value = values[i],
                XLow = RangeX is { } a ? rows[a.Low][i] : double.NaN,
                XHigh = RangeX is { } b ? rows[b.High][i] : double.NaN,
                YLow = RangeY is { } c ? rows[c.Low][i] : double.NaN,
                YHigh = RangeY is { } d ? rows[d.High][i] : double.NaN,
            }),
        ];
    }
}

/// <summary>A shaded band between two columns along x: an interval around a line.</summary>
/// <param name="Data">The rows, in order of x.</param>
/// <param name="X">The column on the x axis.</param>
/// <param name="Low">The column of the lower edge.</param>
/// <param name="High">The column of the upper edge.</param>
public sealed record Band(Frame Data, string X, string Low, string High) : Mark
{
    internal override Frame Source => Data;

    internal override (string?, string?) Columns => (X, null);

    internal override LegendKeys Keys => LegendKeys.Area;

    internal override IEnumerable<Layer> Layers(MarkContext context) => Series.Split(Data, ColourBy, null, context, byNumber: true).Select(series =>
    {
        var (x, low, high) = (context.ValuesX(series.Rows, X), series.Rows[Low], series.Rows[High]);
        var look = context.LookOf(this, series.Value) with { Opacity = Opacity == 1 ? 0.25 : Opacity };
        Datum[] rows = [.. Enumerable.Range(0, series.Rows.Count).Select(i =>
            new Datum(x[i], double.NaN) { YLow = low[i], YHigh = high[i], Value = series.Value })];
        return (Layer)new BandLayer("band", series.NameOr(Name), rows, look);
    });
}
