using Quanta.Reporting.Rendering;

namespace Quanta.Reporting.Charts;

/// <summary>How the bins or bars of a layer are drawn.</summary>
internal enum BarOutline
{
    /// <summary>Separate filled rectangles.</summary>
    Bars,

    /// <summary>One filled area without inner edges.</summary>
    Area,

    /// <summary>Only the upper contour.</summary>
    Step,
}

/// <summary>Rectangles from XLow to XHigh and YLow to YHigh; on a logarithmic axis a base of 0 is the axis itself.</summary>
internal sealed record BarLayer(string Mark, string Series, IReadOnlyList<Datum> Data, Look Look, BarOutline Outline)
    : Layer(Mark, Series, Data, Look)
{
    public override Layer Visible(Plane plane) => this with { Data = [.. Data.Where(d => Shows(plane, d))] };

    public override void Draw(ICanvas canvas, Plane plane, ColourMapper colours)
    {
        if (Data.Count == 0) return;
        if (Outline == BarOutline.Bars)
            foreach (var d in Data) canvas.Rectangle(Box(plane, d), new Fill(InkOf(d, colours), Look.Opacity), null);
        else if (Outline == BarOutline.Area)
            canvas.Polygon([.. Contour(plane), .. Base(plane)], new Fill(InkOf(Data[0], colours), Look.Opacity));
        else
            canvas.Polyline([.. Contour(plane)], new Stroke(InkOf(Data[0], colours), Look.Width, Look.Dash));
    }

    private IEnumerable<PagePoint> Contour(Plane plane) => Data.SelectMany(d =>
    {
        var y = plane.PageY(Plane.OnAxis(plane.Y, d.YHigh));
        return (IEnumerable<PagePoint>)[new(plane.PageX(Plane.OnAxis(plane.X, d.XLow)), y), new(plane.PageX(d.XHigh), y)];
    });

    private IEnumerable<PagePoint> Base(Plane plane)
    {
        var y = plane.PageY(Plane.OnAxis(plane.Y, Data[0].YLow));
        return [new(plane.PageX(Data[^1].XHigh), y), new(plane.PageX(Plane.OnAxis(plane.X, Data[0].XLow)), y)];
    }

    private static PageRectangle Box(Plane plane, Datum d) => plane.Box(d.XLow, d.YLow, d.XHigh, d.YHigh);

    private static bool Shows(Plane plane, Datum d) =>
        plane.X.Axis.CanDraw(d.XHigh) && double.IsFinite(d.YLow + d.YHigh)
        && plane.Overlaps(Plane.OnAxis(plane.X, d.XLow), Plane.OnAxis(plane.Y, d.YLow), d.XHigh, Plane.OnAxis(plane.Y, d.YHigh));
}
