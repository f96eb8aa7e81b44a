using Quanta.Reporting.Rendering;

namespace Quanta.Reporting.Charts;

/// <summary>Where everything of a chart stands on the page, in points.</summary>
internal sealed record ChartLayout(Typography Type, double Width, double Height, IReadOnlyList<Label> Title, IReadOnlyList<Label> Caption,
    IReadOnlyList<PlacedPanel> Panels)
{
    /// <summary>Space between neighbouring panels, in units of the font size.</summary>
    private const double Gap = 0.8;

    public double CaptionTop { get; private init; }

    public static ChartLayout Of(ChartComposition composition)
    {
        var (chart, type) = (composition.Chart, new Typography(composition.Chart.FontSize));
        var (width, body) = (chart.Width * Typography.PointsPerInch, chart.Height * Typography.PointsPerInch);
        var title = LineBreaker.Break(chart.Title, type.Title, width - 2 * type.Margin);
        var caption = LineBreaker.Break(chart.Caption, type.Caption, width - 2 * type.Margin);
        var top = title.Count == 0 ? 0 : title.Count * Typography.Line(type.Title) + type.Margin;
        var panels = Place(composition, type, new PageRectangle(0, top, width, body).Inset(type.Margin, type.Margin / 2, type.Margin, type.Margin));
        var below = caption.Count == 0 ? 0 : caption.Count * Typography.Line(type.Caption) + type.Margin;
        return new ChartLayout(type, width, top + body + below, title, caption, panels) { CaptionTop = top + body };
    }

    private static PlacedPanel[] Place(ChartComposition composition, Typography type, PageRectangle body)
    {
        var views = composition.Panels;
        var columns = composition.Chart.Columns == 0 ? views.Count : Math.Min(composition.Chart.Columns, views.Count);
        var rows = (views.Count + columns - 1) / columns;
        // Margins depend on tick labels and those on the room: a first guess at the room is enough, since labels are only left out, never added.
        var guess = (Width: 0.75 * body.Width / columns, Height: 0.7 * body.Height / rows);
        var margins = views.Select(view => Margins.Of(view, type, guess.Width, guess.Height)).ToArray();
        var columnMargins = Enumerable.Range(0, columns).Select(c => Margins.Largest(margins.Where((_, i) => i % columns == c))).ToArray();
        var rowMargins = Enumerable.Range(0, rows).Select(r => Margins.Largest(margins.Where((_, i) => i / columns == r))).ToArray();
        var gap = Gap * type.FontSize;
        var plotWidth = (body.Width - columnMargins.Sum(m => m.Left + m.Right) - (columns - 1) * gap) / columns;
        var plotHeight = (body.Height - rowMargins.Sum(m => m.Top + m.Bottom) - (rows - 1) * gap) / rows;
        if (!(plotWidth >= 10) || !(plotHeight >= 10))
            throw new ArgumentException(
                $"A chart of {composition.Chart.Width} × {composition.Chart.Height} in leaves no room for {rows} × {columns} panels beside their "
                    + $"labels; make it larger or its font smaller.");
        return
        [
            .. views.Select((view, i) =>
            {
                var (row, column) = (i / columns, i % columns);
                var x = body.X + columnMargins.Take(column).Sum(m => m.Left + m.Right) + columnMargins[column].Left + column * (plotWidth + gap);
                var y = body.Y + rowMargins.Take(row).Sum(m => m.Top + m.Bottom) + rowMargins[row].Top + row * (plotHeight + gap);
                return PlacedPanel.Of(view, new PageRectangle(x, y, plotWidth, plotHeight), columnMargins[column].Left, type);
            }),
        ];
    }
}

/// <summary>A panel with its place, its plane and its ticks.</summary>
internal sealed record PlacedPanel(PanelView View, Plane Plane, double LeftMargin, IReadOnlyList<Tick> TicksX, IReadOnlyList<Tick> TicksY)
{
    public static PlacedPanel Of(PanelView view, PageRectangle area, double leftMargin, Typography type) => new(
        view,
        new Plane(view.X, view.Y, area),
        leftMargin,
        PlacedTicks.Along(view.X, area.Width, type.Tick, upright: false, view.Categories.X),
        PlacedTicks.Along(view.Y, area.Height, type.Tick, upright: true, view.Categories.Y));
}

/// <summary>The room a panel needs around its plot for labels, title, colour bar and a legend beside it.</summary>
internal readonly record struct Margins(double Left, double Top, double Right, double Bottom)
{
    public static Margins Of(PanelView view, Typography type, double width, double height)
    {
        var placed = PlacedPanel.Of(view, new PageRectangle(0, 0, width, height), 0, type);
        var ticks = Typography.TickLength + Typography.TickGap;
        var left = ticks + Widest(placed.TicksY, type) + (view.Panel.Y.Label.IsEmpty ? 0 : Typography.Line(type.Axis) + 2);
        var bottom = ticks + (placed.TicksX.All(tick => tick.IsMinor) ? 0 : type.Tick)
            + (view.Panel.X.Label.IsEmpty ? 0 : Typography.Line(type.Axis));
        var top = view.Panel.Title.IsEmpty ? 0.6 * type.Tick : Typography.Line(type.PanelTitle) + 3;
        var overhang = placed.TicksX.Select(tick => placed.Plane.PageX(tick.Value) + TextMetrics.Width(tick.Label, type.Tick) / 2 - width)
            .DefaultIfEmpty(0).Max();
        var right = Math.Max(0, overhang) + (view.HasColourBar ? ColourBarPainter.Room(view, type, height) : 0);
        if (view.Panel.Legend == LegendPlacement.Outside) right += LegendPainter.SizeOf(view, type).Width + type.FontSize;
        return new Margins(left, top, right, bottom);
    }

    public static Margins Largest(IEnumerable<Margins> margins) => margins.Aggregate(default(Margins), (a, b) =>
        new Margins(Math.Max(a.Left, b.Left), Math.Max(a.Top, b.Top), Math.Max(a.Right, b.Right), Math.Max(a.Bottom, b.Bottom)));

    private static double Widest(IReadOnlyList<Tick> ticks, Typography type) =>
        ticks.Select(tick => TextMetrics.Width(tick.Label, type.Tick)).DefaultIfEmpty(0).Max();
}
