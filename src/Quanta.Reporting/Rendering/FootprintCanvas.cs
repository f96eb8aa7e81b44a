using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Rendering;

/// <summary>Draws nothing, but remembers where ink would fall, as points a few units apart: for finding a place that is free.</summary>
internal sealed class FootprintCanvas : ICanvas
{
    private const double Spacing = 3;
    private readonly List<PagePoint> _points = [];

    /// <summary>How many of the remembered points lie in the rectangle.</summary>
    public int PointsIn(PageRectangle area) => _points.Count(p => p.X >= area.X && p.X <= area.Right && p.Y >= area.Y && p.Y <= area.Bottom);

    public void BeginClip(PageRectangle area)
    {
    }

    public void EndClip()
    {
    }

    public void Polyline(ReadOnlySpan<PagePoint> points, Stroke stroke)
    {
        for (var i = 1; i < points.Length; i++) Along(points[i - 1], points[i]);
    }

    public void Polygon(ReadOnlySpan<PagePoint> points, Fill fill) => Polyline(points, default);

    public void Rectangle(PageRectangle area, Fill? fill, Stroke? outline)
    {
        for (var x = area.X; x <= area.Right; x += Spacing)
            for (var y = area.Y; y <= area.Bottom; y += Spacing) _points.Add(new PagePoint(x, y));
    }

    public void Markers(MarkerShape shape, ReadOnlySpan<PagePoint> centres, double size, Fill fill) => _points.AddRange(centres);

    public void Image(PageRectangle area, RasterImage image) => Rectangle(area, null, null);

    public void Text(Label text, PagePoint at, TextStyle style) => Along(at, at with { X = at.X + TextMetrics.Width(text, style.Size) });

    private void Along(PagePoint from, PagePoint to)
    {
        var length = Math.Sqrt(Math.Pow(to.X - from.X, 2) + Math.Pow(to.Y - from.Y, 2));
        var steps = (int)Math.Clamp(length / Spacing, 1, 1000);
        for (var i = 0; i <= steps; i++) _points.Add(new PagePoint(from.X + (to.X - from.X) * i / steps, from.Y + (to.Y - from.Y) * i / steps));
    }
}
