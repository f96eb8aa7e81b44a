using Quanta.Reporting.Rendering;

namespace Quanta.Reporting.Charts;

/// <summary>Draws a panel's grid, axes, ticks, labels and title.</summary>
internal static class AxisPainter
{
    private static readonly Stroke Spine = new(Ink.Foreground, 0.7);
    private static readonly Stroke GridLine = new(Ink.Grid, 0.5);

    public static void DrawGrid(ICanvas canvas, PlacedPanel panel)
    {
        var area = panel.Plane.Area;
        foreach (var tick in panel.TicksX.Where(tick => !tick.IsMinor))
            canvas.Polyline([new(panel.Plane.PageX(tick.Value), area.Y), new(panel.Plane.PageX(tick.Value), area.Bottom)], GridLine);
        foreach (var tick in panel.TicksY.Where(tick => !tick.IsMinor))
            canvas.Polyline([new(area.X, panel.Plane.PageY(tick.Value)), new(area.Right, panel.Plane.PageY(tick.Value))], GridLine);
    }

    public static void DrawAxes(ICanvas canvas, PlacedPanel panel, Typography type)
    {
        var area = panel.Plane.Area;
        canvas.Polyline([new(area.X, area.Y), new(area.X, area.Bottom), new(area.Right, area.Bottom)], Spine);
        foreach (var tick in panel.TicksX) DrawTickX(canvas, panel.Plane, tick, type);
        foreach (var tick in panel.TicksY) DrawTickY(canvas, panel.Plane, tick, type);
    }

    public static void DrawLabels(ICanvas canvas, PlacedPanel panel, Typography type)
    {
        var (area, view) = (panel.Plane.Area, panel.View.Panel);
        var centre = new PagePoint(area.X + area.Width / 2, area.Y + area.Height / 2);
        var under = area.Bottom + Typography.TickLength + Typography.TickGap + (panel.TicksX.All(tick => tick.IsMinor) ? 0 : type.Tick);
        canvas.Text(Fit(view.X.Label, type.Axis, area.Width + panel.LeftMargin), new PagePoint(centre.X, under + type.Axis),
            new TextStyle(type.Axis, Ink.Foreground, Anchor.Middle));
        var beside = area.X - panel.LeftMargin + type.Axis;
        canvas.Text(Fit(view.Y.Label, type.Axis, area.Height + 3 * type.Axis), new PagePoint(beside, centre.Y),
            new TextStyle(type.Axis, Ink.Foreground, Anchor.Middle, Upward: true));
        var title = new TextStyle(type.PanelTitle, Ink.Foreground, Anchor.Middle, Bold: true);
        canvas.Text(Fit(view.Title, 1.08 * type.PanelTitle, area.Width + panel.LeftMargin), new PagePoint(centre.X, area.Y - 0.45 * type.PanelTitle),
            title);
    }

    private static Label Fit(Label label, double size, double width) => LineBreaker.Shorten(label, size, width);

    private static void DrawTickX(ICanvas canvas, Plane plane, Tick tick, Typography type)
    {
        var (x, y) = (plane.PageX(tick.Value), plane.Area.Bottom);
        canvas.Polyline([new(x, y), new(x, y + LengthOf(tick))], Spine);
        canvas.Text(tick.Label, new PagePoint(x, y + Typography.TickLength + Typography.TickGap + TextMetrics.Ascent * type.Tick),
            new TextStyle(type.Tick, Ink.Foreground, Anchor.Middle));
    }

    private static void DrawTickY(ICanvas canvas, Plane plane, Tick tick, Typography type)
    {
        var (x, y) = (plane.Area.X, plane.PageY(tick.Value));
        canvas.Polyline([new(x, y), new(x - LengthOf(tick), y)], Spine);
        canvas.Text(tick.Label, new PagePoint(x - Typography.TickLength - Typography.TickGap, y + 0.36 * type.Tick),
            new TextStyle(type.Tick, Ink.Foreground, Anchor.End));
    }

    private static double LengthOf(Tick tick) => tick.IsMinor ? Typography.MinorTickLength : Typography.TickLength;
}
