using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Rendering;

/// <summary>What a chart is drawn on. Coordinates are points of the page; later calls cover earlier ones.</summary>
internal interface ICanvas
{
    /// <summary>Everything until the matching <see cref="EndClip"/> shows inside the rectangle only. Clips do not nest.</summary>
    void BeginClip(PageRectangle area);

    void EndClip();

    /// <summary>An open line through the points.</summary>
    void Polyline(ReadOnlySpan<PagePoint> points, Stroke stroke);

    /// <summary>A filled closed shape without an outline.</summary>
    void Polygon(ReadOnlySpan<PagePoint> points, Fill fill);

    /// <summary>A rectangle; either of fill and outline may be missing.</summary>
    void Rectangle(PageRectangle area, Fill? fill, Stroke? outline);

    /// <summary>The same marker at each point.</summary>
    void Markers(MarkerShape shape, ReadOnlySpan<PagePoint> centres, double size, Fill fill);

    /// <summary>A picture stretched over the rectangle, its pixels kept as hard-edged cells.</summary>
    void Image(PageRectangle area, RasterImage image);

    /// <summary>One line of text; the point is on its baseline.</summary>
    void Text(Label text, PagePoint at, TextStyle style);
}

/// <summary>How a line is drawn; width in points.</summary>
internal readonly record struct Stroke(Ink Ink, double Width, Dash Dash = Dash.Solid);

/// <summary>How an area is filled.</summary>
internal readonly record struct Fill(Ink Ink, double Opacity = 1);

/// <summary>How a line of text is set; size in points, rotation anticlockwise in quarter turns (0 or 1).</summary>
internal readonly record struct TextStyle(double Size, Ink Ink, Anchor Anchor = Anchor.Start, bool Bold = false, bool Upward = false);

internal enum Anchor
{
    Start,
    Middle,
    End,
}

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
