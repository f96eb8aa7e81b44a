namespace Quanta.Reporting.Rendering;

/// <summary>A point of the page, in points (1/72 inch); y grows downwards.</summary>
internal readonly record struct PagePoint(double X, double Y);

/// <summary>A rectangle of the page, in points.</summary>
internal readonly record struct PageRectangle(double X, double Y, double Width, double Height)
{
    public double Right => X + Width;

    public double Bottom => Y + Height;

    public PageRectangle Inset(double left, double top, double right, double bottom) =>
        new(X + left, Y + top, Width - left - right, Height - top - bottom);
}
