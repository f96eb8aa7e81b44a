using Quanta.Reporting.Rendering;

namespace Quanta.Reporting.Charts;

/// <summary>Draws a panel's legend and finds the corner for it.</summary>
internal static class LegendPainter
{
    private const double Padding = 3, Inset = 3, KeyGap = 4;

    /// <summary>Longer texts are shortened; in units of the font size.</summary>
    private const double WidestText = 18;

    public static (double Width, double Height) SizeOf(PanelView view, Typography type)
    {
        var title = TitleOf(view);
        var widest = view.Legend.Select(entry => type.KeyWidth + KeyGap + TextMetrics.Width(TextOf(entry, type), type.Legend))
            .Append(TextMetrics.Width(title, type.Legend)).Max();
        return (widest + 2 * Padding, (view.Legend.Count + (title.IsEmpty ? 0 : 1)) * Typography.Line(type.Legend) + 2 * Padding);
    }

    public static void Draw(ICanvas canvas, PlacedPanel panel, Typography type)
    {
        var view = panel.View;
        if (view.Panel.Legend == LegendPlacement.None || view.Legend.Count == 0) return;
        var size = SizeOf(view, type);
        var box = view.Panel.Legend == LegendPlacement.Outside ? Beside(panel, type, size) : Corner(panel, size);
        if (view.Panel.Legend != LegendPlacement.Outside) canvas.Rectangle(box, new Fill(Ink.Background, 0.8), null);
        var (x, y) = (box.X + Padding, box.Y + Padding);
        if (TitleOf(view) is { IsEmpty: false } title)
        {
            canvas.Text(title, new PagePoint(x, y + type.Legend), new TextStyle(type.Legend, Ink.Muted));
            y += Typography.Line(type.Legend);
        }
        foreach (var entry in view.Legend)
        {
            DrawKey(canvas, entry, view.Colours, new PageRectangle(x, y, type.KeyWidth, Typography.Line(type.Legend)));
            canvas.Text(TextOf(entry, type), new PagePoint(x + type.KeyWidth + KeyGap, y + type.Legend), new TextStyle(type.Legend, Ink.Foreground));
            y += Typography.Line(type.Legend);
        }
    }

    private static Label TextOf(LegendEntry entry, Typography type) => LineBreaker.Shorten(entry.Text, type.Legend, WidestText * type.Legend);

    private static Label TitleOf(PanelView view) => view.Panel.Colour is { IsSequential: false } colour ? colour.Label : Label.Empty;

    private static void DrawKey(ICanvas canvas, LegendEntry entry, ColourMapper colours, PageRectangle box)
    {
        var (look, middle) = (entry.Look, box.Y + 0.53 * box.Height);
        if (!double.IsNaN(entry.Value)) look = look with { Ink = colours.InkOf(entry.Value) };
        if (entry.Keys.HasFlag(LegendKeys.Area))
            canvas.Rectangle(box.Inset(0, 2, 0, 2), new Fill(look.Ink, look.Opacity), null);
        if (entry.Keys.HasFlag(LegendKeys.Line))
            canvas.Polyline([new(box.X, middle), new(box.Right, middle)], new Stroke(look.Ink, look.Width, look.Dash));
        if (entry.Keys.HasFlag(LegendKeys.Marker))
            canvas.Markers(look.Marker, [new(box.X + box.Width / 2, middle)], Math.Clamp(look.MarkerSize, 3, 6), new Fill(look.Ink));
    }

    private static PageRectangle Beside(PlacedPanel panel, Typography type, (double Width, double Height) size)
    {
        var bar = panel.View.HasColourBar ? ColourBarPainter.Room(panel.View, type, panel.Plane.Area.Height) : 0;
        return new PageRectangle(panel.Plane.Area.Right + type.FontSize + bar, panel.Plane.Area.Y, size.Width, size.Height);
    }

    private static PageRectangle Corner(PlacedPanel panel, (double Width, double Height) size)
    {
        if (panel.View.Panel.Legend != LegendPlacement.Auto) return At(panel.Plane.Area, panel.View.Panel.Legend, size);
        var footprint = new FootprintCanvas();
        foreach (var layer in panel.View.Layers) layer.Draw(footprint, panel.Plane, panel.View.Colours);
        return ((LegendPlacement[])[LegendPlacement.TopRight, LegendPlacement.TopLeft, LegendPlacement.BottomLeft, LegendPlacement.BottomRight])
            .Select(corner => At(panel.Plane.Area, corner, size))
            .MinBy(footprint.PointsIn);
    }

    private static PageRectangle At(PageRectangle area, LegendPlacement corner, (double Width, double Height) size) => new(
        corner is LegendPlacement.TopLeft or LegendPlacement.BottomLeft ? area.X + Inset : area.Right - Inset - size.Width,
        corner is LegendPlacement.TopLeft or LegendPlacement.TopRight ? area.Y + Inset : area.Bottom - Inset - size.Height,
        size.Width,
        size.Height);
}

/// <summary>One line of a legend: a key and its text. A value takes its colour from the panel's scale instead of the look.</summary>
internal sealed record LegendEntry(Label Text, LegendKeys Keys, Look Look, double Value = double.NaN)
{
    /// <summary>The entries of a mark: one for each category it colours by, else one for its name, else none.</summary>
    public static IEnumerable<LegendEntry> Of(Mark mark, MarkContext context, IReadOnlyList<Layer> layers)
    {
        if (mark.ColourBy is not null && context.Colour is { IsSequential: false })
            return context.ColourValues(mark.Source!, mark.ColourBy).Distinct().Select(value =>
                new LegendEntry(Label.Literal(context.Categories.Colour[(int)value]), mark.Keys, LookOf(layers, context.LookOf(mark, value))));
        if (mark is Line { NameBy: { } names } line)
            return line.Data.GroupBy(line.ColourBy ?? names).Select(part => new LegendEntry(
                Label.Literal(part.Rows.Text(names)[0]), mark.Keys, layers[0].Look, context.ColourValues(part.Rows, line.ColourBy)[0]));
        var name = mark.LegendName(context);
        if (name.IsEmpty || layers.Count == 0) return [];
        return [new LegendEntry(name, mark.Keys, mark.ColourBy is null ? layers[0].Look : layers[0].Look with { Ink = Ink.Foreground })];
    }

    /// <summary>Entries with the same text become one, whose key shows all of their parts: a line and its points.</summary>
    public static IReadOnlyList<LegendEntry> Merge(IEnumerable<LegendEntry> entries) =>
    [
        .. entries.GroupBy(entry => entry.Text).Select(same => same.First() with
        {
            Keys = same.Aggregate(LegendKeys.None, (all, entry) => all | entry.Keys),
            Look = same.FirstOrDefault(entry => entry.Keys.HasFlag(LegendKeys.Line), same.First()).Look with
            {
                Marker = same.FirstOrDefault(entry => entry.Keys.HasFlag(LegendKeys.Marker), same.First()).Look.Marker,
            },
        }),
    ];

    private static Look LookOf(IReadOnlyList<Layer> layers, Look category) =>
        layers.Select(layer => layer.Look).FirstOrDefault(look => look.Ink == category.Ink, category);
}
