using Quanta.Reporting.Rendering;

namespace Quanta.Reporting.Charts;

/// <summary>Draws a laid-out chart on any canvas.</summary>
internal static class ChartPainter
{
    public static void Draw(ICanvas canvas, ChartLayout layout)
    {
        var type = layout.Type;
        canvas.Rectangle(new PageRectangle(0, 0, layout.Width, layout.Height), new Fill(Ink.Background), null);
        DrawLines(canvas, layout.Title, type.Margin, type.Margin, new TextStyle(type.Title, Ink.Foreground, Bold: true));
        foreach (var panel in layout.Panels) DrawPanel(canvas, panel, type);
        DrawLines(canvas, layout.Caption, type.Margin, layout.CaptionTop, new TextStyle(type.Caption, Ink.Muted));
    }

    private static void DrawPanel(ICanvas canvas, PlacedPanel panel, Typography type)
    {
        if (panel.View.Panel.ShowGrid) AxisPainter.DrawGrid(canvas, panel);
        DrawLayers(canvas, panel);
        AxisPainter.DrawAxes(canvas, panel, type);
        AxisPainter.DrawLabels(canvas, panel, type);
        if (panel.View.HasColourBar) ColourBarPainter.Draw(canvas, panel, type);
        LegendPainter.Draw(canvas, panel, type);
    }

    // Neighbouring layers that stop at the window share one clip.
    private static void DrawLayers(ICanvas canvas, PlacedPanel panel)
    {
        var clipped = false;
        foreach (var layer in panel.View.Layers)
        {
            if (layer.Clipped && !clipped) canvas.BeginClip(panel.Plane.Area);
            if (!layer.Clipped && clipped) canvas.EndClip();
            clipped = layer.Clipped;
            layer.Draw(canvas, panel.Plane, panel.View.Colours);
        }
        if (clipped) canvas.EndClip();
    }

    private static void DrawLines(ICanvas canvas, IReadOnlyList<Label> lines, double x, double top, TextStyle style)
    {
        for (var i = 0; i < lines.Count; i++) canvas.Text(lines[i], new PagePoint(x, top + style.Size + i * Typography.Line(style.Size)), style);
    }
}

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

/// <summary>Draws a panel's colour bar on its right: the map, ticks and label.</summary>
internal static class ColourBarPainter
{
    /// <summary>The width that the bar with its labels takes beside a plot of that height.</summary>
    public static double Room(PanelView view, Typography type, double height)
    {
        var widest = TicksOf(view, type, height).Select(tick => TextMetrics.Width(tick.Label, type.Tick)).DefaultIfEmpty(0).Max();
        var label = view.Panel.Colour!.Label.IsEmpty ? 0 : Typography.Line(type.Axis) + 2;
        return type.FontSize + type.BarWidth + Typography.TickLength + Typography.TickGap + widest + label;
    }

    public static void Draw(ICanvas canvas, PlacedPanel panel, Typography type)
    {
        var (view, area) = (panel.View, panel.Plane.Area);
        var bar = new PageRectangle(area.Right + type.FontSize, area.Y, type.BarWidth, area.Height);
        canvas.Image(bar, Picture(view.Colours.Levels));
        canvas.Rectangle(bar, null, new Stroke(Ink.Foreground, 0.5));
        var widest = 0.0;
        foreach (var tick in TicksOf(view, type, area.Height))
        {
            var y = bar.Bottom - view.Colours.Values.Position(tick.Value) * bar.Height;
            canvas.Polyline([new(bar.Right, y), new(bar.Right + (tick.IsMinor ? Typography.MinorTickLength : Typography.TickLength), y)],
                new Stroke(Ink.Foreground, 0.6));
            canvas.Text(tick.Label, new PagePoint(bar.Right + Typography.TickLength + Typography.TickGap, y + 0.36 * type.Tick),
                new TextStyle(type.Tick, Ink.Foreground));
            widest = Math.Max(widest, TextMetrics.Width(tick.Label, type.Tick));
        }
        var x = bar.Right + Typography.TickLength + Typography.TickGap + widest + type.Axis + 2;
        var label = LineBreaker.Shorten(view.Panel.Colour!.Label, type.Axis, area.Height + 3 * type.Axis);
        canvas.Text(label, new PagePoint(x, area.Y + area.Height / 2), new TextStyle(type.Axis, Ink.Foreground, Anchor.Middle, Upward: true));
    }

    private static IReadOnlyList<Tick> TicksOf(PanelView view, Typography type, double height) =>
        PlacedTicks.Along(view.Colours.Values, height, type.Tick, upright: true, []);

    private static RasterImage Picture(IReadOnlyList<Rgb> levels) =>
        new(1, levels.Count, [.. Enumerable.Range(0, levels.Count).Select(i => (byte)(levels.Count - 1 - i))], levels);
}
