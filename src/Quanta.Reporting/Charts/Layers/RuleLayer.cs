using Quanta.Reporting.Rendering;

namespace Quanta.Reporting.Charts;

/// <summary>A straight line across the whole window at each row's X (vertical) or Y (horizontal).</summary>
internal sealed record RuleLayer(string Mark, string Series, IReadOnlyList<Datum> Data, Look Look) : Layer(Mark, Series, Data, Look)
{
    public override bool SetsRange => false;

    public override Layer Visible(Plane plane) =>
        this with { Data = [.. Data.Where(d => double.IsNaN(d.Y) ? plane.X.Contains(d.X) : plane.Y.Contains(d.Y))] };

    public override void Draw(ICanvas canvas, Plane plane, ColourMapper colours)
    {
        var area = plane.Area;
        foreach (var d in Data)
        {
            PagePoint[] ends = double.IsNaN(d.Y)
                ? [new(plane.PageX(d.X), area.Y), new(plane.PageX(d.X), area.Bottom)]
                : [new(area.X, plane.PageY(d.Y)), new(area.Right, plane.PageY(d.Y))];
            canvas.Polyline(ends, new Stroke(InkOf(d, colours), Look.Width, Look.Dash));
        }
    }
}

/// <summary>Words beside a point of the plane.</summary>
internal sealed record TextLayer(string Series, IReadOnlyList<Datum> Data, Look Look, Label Text, Anchor Anchor, double Size)
    : Layer("note", Series, Data, Look)
{
    public override bool SetsRange => false;

    public override Layer Visible(Plane plane) => this with { Data = [.. Data.Where(d => plane.Contains(d.X, d.Y))] };

    public override void Draw(ICanvas canvas, Plane plane, ColourMapper colours)
    {
        foreach (var d in Data) canvas.Text(Text, plane.Page(d.X, d.Y), new TextStyle(Size, InkOf(d, colours), Anchor));
    }
}
