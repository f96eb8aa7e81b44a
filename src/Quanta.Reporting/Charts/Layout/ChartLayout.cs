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
        // Margins depend on tick labels and those on the room that margins leave: two rounds from a guess settle both.
        var grid = PanelGrid.Of(views, columns, type, body, (0.75 * body.Width / columns, 0.7 * body.Height / rows));
        grid = PanelGrid.Of(views, columns, type, body, grid.Plot);
        if (!(grid.Plot.Width >= 10) || !(grid.Plot.Height >= 10))
            throw new ArgumentException(
                $"A chart of {composition.Chart.Width} × {composition.Chart.Height} in leaves no room for {rows} × {columns} panels beside "
                    + "their labels; make it larger or its font smaller.");
        return [.. views.Select((view, i) => PlacedPanel.Of(view, grid.Area(i / columns, i % columns), grid.Columns[i % columns].Left, type))];
    }

    /// <summary>Panels of one size in rows and columns, each row and column with the margins that its neediest panel wants.</summary>
    private sealed record PanelGrid(IReadOnlyList<Margins> Columns, IReadOnlyList<Margins> Rows, PageRectangle Body, double Gap)
    {
        public (double Width, double Height) Plot => (
            (Body.Width - Columns.Sum(m => m.Left + m.Right) - (Columns.Count - 1) * Gap) / Columns.Count,
            (Body.Height - Rows.Sum(m => m.Top + m.Bottom) - (Rows.Count - 1) * Gap) / Rows.Count);

        public static PanelGrid Of(
            IReadOnlyList<PanelView> views, int columns, Typography type, PageRectangle body, (double Width, double Height) plot)
        {
            // A size that is not positive will be refused; until then labels are laid out as if there were a little room.
            var (width, height) = (Math.Max(plot.Width, 1), Math.Max(plot.Height, 1));
            var margins = views.Select(view => Margins.Of(view, type, width, height)).ToArray();
            return new PanelGrid(
                [.. Enumerable.Range(0, columns).Select(column => Margins.Largest(margins.Where((_, i) => i % columns == column)))],
                [.. margins.Chunk(columns).Select(Margins.Largest)],
                body,
                ChartLayout.Gap * type.FontSize);
        }

        public PageRectangle Area(int row, int column) => new(
            Body.X + Columns.Take(column).Sum(m => m.Left + m.Right) + Columns[column].Left + column * (Plot.Width + Gap),
            Body.Y + Rows.Take(row).Sum(m => m.Top + m.Bottom) + Rows[row].Top + row * (Plot.Height + Gap),
            Plot.Width,
            Plot.Height);
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

/// <summary>Ticks whose labels are known to fit along an axis of a given length.</summary>
internal static class PlacedTicks
{
    private const int MostLabels = 9;

    /// <summary>
    /// As many computed ticks as fit without labels touching; of explicit ticks, those labels that would touch an earlier one are left out.
    /// </summary>
    public static IReadOnlyList<Tick> Along(Scale scale, double length, double size, bool upright, IReadOnlyList<string> categories)
    {
        if (scale.Axis.Kind == AxisKind.Category && scale.Axis.Ticks is null && !upright)
            return [.. Ticks.For(scale, MostLabels, categories).Select(tick =>
                tick with { Label = LineBreaker.Shorten(tick.Label, size, length / Math.Max(1, categories.Count)) })];
        for (var most = MostLabels; most > 2 && scale.Axis.Ticks is null; most--)
        {
            var ticks = Ticks.For(scale, most, categories);
            if (Thinned(ticks, scale, length, size, upright).SequenceEqual(ticks)) return ticks;
        }
        return Thinned(Ticks.For(scale, 2, categories), scale, length, size, upright);
    }

    private static IReadOnlyList<Tick> Thinned(IReadOnlyList<Tick> ticks, Scale scale, double length, double size, bool upright)
    {
        var gap = upright ? 0.15 * size : 0.6 * size;
        var taken = new List<(double From, double To)>();
        return [.. ticks.Select(tick => tick.IsMinor || Place(tick) ? tick : tick with { Label = Label.Empty })];

        bool Place(Tick tick)
        {
            var half = (upright ? size : TextMetrics.Width(tick.Label, size)) / 2;
            var centre = scale.Position(tick.Value) * length;
            var (from, to) = (centre - half - gap / 2, centre + half + gap / 2);
            if (taken.Any(other => from < other.To && other.From < to)) return false;
            taken.Add((from, to));
            return true;
        }
    }
}
