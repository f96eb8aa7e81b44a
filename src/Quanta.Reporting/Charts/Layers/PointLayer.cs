using Quanta.Reporting.Rendering;

namespace Quanta.Reporting.Charts;

/// <summary>A marker at each row. Rows of one colour are drawn together, colours in order of first appearance.</summary>
internal sealed record PointLayer(string Mark, string Series, IReadOnlyList<Datum> Data, Look Look) : Layer(Mark, Series, Data, Look)
{
    public override bool Clipped => false;

    public override Layer Visible(Plane plane) => this with { Data = [.. Data.Where(d => plane.Contains(d.X, d.Y))] };

    public override void Draw(ICanvas canvas, Plane plane, ColourMapper colours)
    {
        foreach (var group in Data.GroupBy(d => InkOf(d, colours)))
        {
            PagePoint[] centres = [.. group.Select(d => plane.Page(d.X, d.Y))];
            canvas.Markers(Look.Marker, centres, Look.MarkerSize, new Fill(group.Key, Look.Opacity));
        }
    }
}

/// <summary>An error bar at each row: a line over its low and high values in x, y or both, with caps.</summary>
internal sealed record RangeLayer(string Mark, string Series, IReadOnlyList<Datum> Data, Look Look) : Layer(Mark, Series, Data, Look)
{
    private const double HalfCap = 2;

    public override Layer Visible(Plane plane) => this with { Data = [.. Data.Where(d => plane.Contains(d.X, d.Y))] };

    public override void Draw(ICanvas canvas, Plane plane, ColourMapper colours)
    {
        foreach (var d in Data)
        {
            var stroke = new Stroke(InkOf(d, colours), Look.Width);
            var centre = plane.Page(d.X, d.Y);
            if (!double.IsNaN(d.YLow + d.YHigh))
                Bar(canvas, centre with { Y = Low(plane.Y, d.YLow, plane.PageY) }, centre with { Y = plane.PageY(d.YHigh) }, (HalfCap, 0), stroke);
            if (!double.IsNaN(d.XLow + d.XHigh))
                Bar(canvas, centre with { X = Low(plane.X, d.XLow, plane.PageX) }, centre with { X = plane.PageX(d.XHigh) }, (0, HalfCap), stroke);
        }
    }

    private static double Low(Scale scale, double value, Func<double, double> page) => page(Plane.OnAxis(scale, value));

    private static void Bar(ICanvas canvas, PagePoint from, PagePoint to, (double X, double Y) cap, Stroke stroke)
    {
        canvas.Polyline([from, to], stroke);
        foreach (var end in (ReadOnlySpan<PagePoint>)[from, to])
            canvas.Polyline([new(end.X - cap.X, end.Y - cap.Y), new(end.X + cap.X, end.Y + cap.Y)], stroke);
    }
}
