using Quanta.Reporting.Rendering;

namespace Quanta.Reporting.Charts;

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
