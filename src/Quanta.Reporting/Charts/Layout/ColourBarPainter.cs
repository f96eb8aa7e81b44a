using Quanta.Reporting.Rendering;

namespace Quanta.Reporting.Charts;

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
