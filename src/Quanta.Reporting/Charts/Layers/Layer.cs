using Quanta.Reporting.Rendering;

namespace Quanta.Reporting.Charts;

/// <summary>
/// A mark turned into rows ready to draw. The same rows are drawn and written to the CSV, so that the two cannot differ.
/// </summary>
/// <param name="Mark">The kind of mark, for the CSV and the description.</param>
/// <param name="Series">The legend's text or the group, for the CSV and the description.</param>
/// <param name="Data">What is drawn, in data units.</param>
/// <param name="Look">How.</param>
internal abstract record Layer(string Mark, string Series, IReadOnlyList<Datum> Data, Look Look)
{
    /// <summary>Whether the layer widens the axes to show all of itself.</summary>
    public virtual bool SetsRange => true;

    /// <summary>Whether drawing stops at the window's edge; markers whose centre is inside are drawn whole.</summary>
    public virtual bool Clipped => true;

    /// <summary>This layer with only the rows that show inside the plane's window.</summary>
    public abstract Layer Visible(Plane plane);

    public abstract void Draw(ICanvas canvas, Plane plane, ColourMapper colours);

    public virtual Extent ExtentX(Axis axis) => Extent.Of(Data.SelectMany(d => (IEnumerable<double>)[d.X, d.XLow, d.XHigh]), axis);

    public virtual Extent ExtentY(Axis axis) => Extent.Of(Data.SelectMany(d => (IEnumerable<double>)[d.Y, d.YLow, d.YHigh]), axis);

    public virtual Extent ExtentColour(Axis axis) => Extent.Of(Data.Select(d => d.Value), axis);

    /// <summary>The ink of a row: the colour scale's where the row has a value, else the look's.</summary>
    protected Ink InkOf(Datum datum, ColourMapper colours) => double.IsNaN(datum.Value) ? Look.Ink : colours.InkOf(datum.Value);
}

/// <summary>
/// One drawn thing in data units: a point, an interval, a cell. What a mark has no use for is NaN; all NaN lifts the pen of a path.
/// </summary>
internal readonly record struct Datum(double X, double Y)
{
    public static Datum Gap { get; } = new(double.NaN, double.NaN);

    public double XLow { get; init; } = double.NaN;

    public double XHigh { get; init; } = double.NaN;

    public double YLow { get; init; } = double.NaN;

    public double YHigh { get; init; } = double.NaN;

    /// <summary>What the panel's colour scale turns into a colour: a number, or a category's index.</summary>
    public double Value { get; init; } = double.NaN;
}

/// <summary>How a layer looks where the colour scale does not say otherwise. Widths and sizes in points.</summary>
internal sealed record Look(Ink Ink)
{
    public double Width { get; init; } = 1;

    public Dash Dash { get; init; }

    public MarkerShape Marker { get; init; }

    public double MarkerSize { get; init; } = 4;

    public double Opacity { get; init; } = 1;
}

/// <summary>A panel's window: two settled scales over a rectangle of the page.</summary>
internal sealed record Plane(Scale X, Scale Y, PageRectangle Area)
{
    public double PageX(double x) => Area.X + X.Position(x) * Area.Width;

    public double PageY(double y) => Area.Bottom - Y.Position(y) * Area.Height;

    public PagePoint Page(double x, double y) => new(PageX(x), PageY(y));

    public bool CanDraw(double x, double y) => X.Axis.CanDraw(x) && Y.Axis.CanDraw(y);

    public bool Contains(double x, double y) => X.Contains(x) && Y.Contains(y);

    /// <summary>Whether the box between two drawable corners reaches into the window.</summary>
    public bool Overlaps(double x1, double y1, double x2, double y2) =>
        Between(X.Position(x1), X.Position(x2)) && Between(Y.Position(y1), Y.Position(y2));

    /// <summary>
    /// The page's rectangle between two corners in data units; an end with no place on its axis (0 on a logarithmic one) is the axis's start.
    /// </summary>
    public PageRectangle Box(double xLow, double yLow, double xHigh, double yHigh)
    {
        var (left, right) = Ordered(PageX(OnAxis(X, xLow)), PageX(OnAxis(X, xHigh)));
        var (top, bottom) = Ordered(PageY(OnAxis(Y, yLow)), PageY(OnAxis(Y, yHigh)));
        return new PageRectangle(left, top, right - left, bottom - top);
    }

    public static double OnAxis(Scale scale, double value) => scale.Axis.CanDraw(value) ? value : scale.Minimum;

    private static (double Low, double High) Ordered(double a, double b) => a <= b ? (a, b) : (b, a);

    private static bool Between(double a, double b) => Math.Max(a, b) >= -1e-9 && Math.Min(a, b) <= 1 + 1e-9;
}
