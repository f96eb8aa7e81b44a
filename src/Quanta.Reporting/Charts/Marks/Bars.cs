namespace Quanta.Reporting.Charts;

/// <summary>A bar from 0 to each row's y, centred on its x.</summary>
/// <param name="Data">The rows.</param>
/// <param name="X">The column on the x axis, often a category.</param>
/// <param name="Y">The column of the heights.</param>
public sealed record Bars(Frame Data, string X, string Y) : Mark
{
    /// <summary>The bars' width in units of x.</summary>
    public double Width { get; init; } = 0.8;

    internal override Frame Source => Data;

    internal override (string?, string?) Columns => (X, null);

    internal override LegendKeys Keys => LegendKeys.Area;

    internal override IEnumerable<Layer> Layers(MarkContext context) => Series.Split(Data, ColourBy, null, context).Select(series =>
    {
        var (x, y, values) = (context.ValuesX(series.Rows, X), series.Rows[Y], context.ColourValues(series.Rows, ColourBy));
        Datum[] rows = [.. Enumerable.Range(0, series.Rows.Count).Select(i => Bar(x[i], y[i], values[i]))];
        return (Layer)new BarLayer("bars", series.NameOr(Name), rows, context.LookOf(this, series.Value), BarOutline.Bars);
    });

    private Datum Bar(double x, double y, double value) =>
        new(x, y) { XLow = x - Width / 2, XHigh = x + Width / 2, YLow = Math.Min(0, y), YHigh = Math.Max(0, y), Value = value };
}

/// <summary>How a histogram shows its bins.</summary>
public enum HistogramStyle
{
    /// <summary>A filled area.</summary>
    Area,

    /// <summary>The upper contour alone: several can share a panel.</summary>
    Step,
}

/// <summary>The distribution of a column's values over equal bins of a closed range (<see cref="Binning.Histogram"/>).</summary>
/// <param name="Data">The rows.</param>
/// <param name="Column">The column of values.</param>
/// <param name="Minimum">Where the first bin starts.</param>
/// <param name="Maximum">Where the last bin ends.</param>
public sealed record Histogram(Frame Data, string Column, double Minimum, double Maximum) : Mark
{
    /// <summary>The number of bins.</summary>
    public int Bins { get; init; } = 50;

    /// <summary>Whether heights integrate to 1 (a density) or count rows.</summary>
    public bool Density { get; init; } = true;

    public HistogramStyle Style { get; init; }

    internal override Frame Source => Data;

    internal override LegendKeys Keys => Style == HistogramStyle.Step ? LegendKeys.Line : LegendKeys.Area;

    internal override IEnumerable<Layer> Layers(MarkContext context) => Series.Split(Data, ColourBy, null, context, byNumber: true).Select(series =>
    {
        var bins = Binning.Histogram(series.Rows[Column], Bins, Minimum, Maximum);
        var (low, high, height) = (bins["low"], bins["high"], bins[Density ? "density" : "count"]);
        Datum[] rows = [.. Enumerable.Range(0, bins.Count).Select(i =>
            new Datum((low[i] + high[i]) / 2, height[i]) { XLow = low[i], XHigh = high[i], YLow = 0, YHigh = height[i], Value = series.Value })];
        var outline = Style == HistogramStyle.Step ? BarOutline.Step : BarOutline.Area;
        return (Layer)new BarLayer("histogram", series.NameOr(Name), rows, context.LookOf(this, series.Value), outline);
    });
}
