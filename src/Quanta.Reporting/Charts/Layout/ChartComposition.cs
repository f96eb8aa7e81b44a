using Quanta.Reporting.Rendering;

namespace Quanta.Reporting.Charts;

/// <summary>
/// A chart with everything settled but its place on the page: layers, ranges, colours. Drawing, CSV and description all start here.
/// </summary>
internal sealed record ChartComposition(Chart Chart, IReadOnlyList<PanelView> Panels)
{
    public static ChartComposition Of(Chart chart)
    {
        Validate(chart);
        var categorical = chart.Panels.Where(panel => panel.Colour is { IsSequential: false });
        var colours = Categories(categorical.SelectMany(panel => panel.Marks), mark => mark.ColourBy);
        var drafts = chart.Panels.Select((panel, i) => PanelDraft.Of(panel, i + 1, colours)).ToArray();
        var sharedX = chart.ShareX ? drafts.Aggregate(Extent.Empty, (all, draft) => all.Union(draft.X)) : (Extent?)null;
        var sharedY = chart.ShareY ? drafts.Aggregate(Extent.Empty, (all, draft) => all.Union(draft.Y)) : (Extent?)null;
        return new ChartComposition(chart, [.. drafts.Select(draft => draft.Settle(sharedX, sharedY))]);
    }

    /// <summary>The distinct texts of a column over some marks, in order of first appearance.</summary>
    public static IReadOnlyList<string> Categories(IEnumerable<Mark> marks, Func<Mark, string?> column) =>
    [
        .. marks.Where(mark => mark.Source is not null && column(mark) is not null)
            .SelectMany(mark => mark.Source!.Text(column(mark)!))
            .Distinct(StringComparer.Ordinal),
    ];

    private static void Validate(Chart chart)
    {
        if (chart.Panels.Count == 0) throw new ArgumentException("A chart needs at least one panel, but has none.", nameof(chart));
        if (!(chart.Width > 0) || !(chart.Height > 0) || !(chart.FontSize > 0) || chart.Columns < 0)
            throw new ArgumentException($"A chart needs a positive width, height and font size, but has {chart.Width} × {chart.Height} in at "
                + $"{chart.FontSize} pt.", nameof(chart));
    }
}

/// <summary>A panel whose layers are made and whose ranges are not settled yet.</summary>
internal sealed record PanelDraft(Panel Panel, int Number, IReadOnlyList<Layer> Layers, IReadOnlyList<LegendEntry> Legend, CategoryLists Categories)
{
    public Extent X => Layers.Where(layer => layer.SetsRange).Aggregate(Extent.Empty, (all, layer) => all.Union(layer.ExtentX(Panel.X)));

    public Extent Y => Layers.Where(layer => layer.SetsRange).Aggregate(Extent.Empty, (all, layer) => all.Union(layer.ExtentY(Panel.Y)));

    public static PanelDraft Of(Panel panel, int number, IReadOnlyList<string> colourCategories)
    {
        var categories = new CategoryLists(
            panel.X.Kind == AxisKind.Category ? ChartComposition.Categories(panel.Marks, mark => mark.Columns.X) : [],
            panel.Y.Kind == AxisKind.Category ? ChartComposition.Categories(panel.Marks, mark => mark.Columns.Y) : [],
            colourCategories);
        var (layers, legend, index) = (new List<Layer>(), new List<LegendEntry>(), 0);
        foreach (var mark in panel.Marks)
        {
            var context = new MarkContext(panel.X, panel.Y, panel.Colour, categories, index);
            Layer[] made = [.. mark.Layers(context)];
            layers.AddRange(made);
            legend.AddRange(LegendEntry.Of(mark, context, made));
            if (mark.Ink is null && mark.ColourBy is null && mark.Keys != LegendKeys.None) index++;
        }
        return new PanelDraft(panel, number, layers, LegendEntry.Merge(legend), categories);
    }

    public PanelView Settle(Extent? sharedX, Extent? sharedY)
    {
        var x = Scale.Over(Fitting(Panel.X, X, Categories.X, upright: false), sharedX ?? X);
        var y = Scale.Over(Fitting(Panel.Y, Y, Categories.Y, upright: true), sharedY ?? Y);
        var colourAxis = Panel.Colour?.AsAxis() ?? Axis.Linear();
        var colours = Layers.Aggregate(Extent.Empty, (all, layer) => all.Union(layer.ExtentColour(colourAxis)));
        var window = new Plane(x, y, new PageRectangle(0, 0, 1, 1));
        var mapper = new ColourMapper(Panel.Colour, colours, Categories.Colour, Layers.Any(layer => layer is RasterLayer));
        return new PanelView(Panel, Number, x, y, mapper, [.. Layers.Select(layer => layer.Visible(window))], Legend, Categories);
    }

    // Categories take a unit each; pictures fill the window; bars stand on the axis.
    private Axis Fitting(Axis axis, Extent data, IReadOnlyList<string> categories, bool upright)
    {
        if (axis.Kind == AxisKind.Category)
            return axis with { Minimum = axis.Minimum ?? -0.5, Maximum = axis.Maximum ?? Math.Max(1, categories.Count) - 0.5 };
        if (Layers.Any(layer => layer is RasterLayer)) return axis with { Padding = 0 };
        var standing = upright && axis is { Kind: AxisKind.Linear, Minimum: null } && data.Minimum == 0 && Layers.Any(layer => layer is BarLayer);
        return standing ? axis with { Minimum = 0 } : axis;
    }
}

/// <summary>A panel ready to be placed and drawn: its layers hold only what shows.</summary>
internal sealed record PanelView(
    Panel Panel,
    int Number,
    Scale X,
    Scale Y,
    ColourMapper Colours,
    IReadOnlyList<Layer> Layers,
    IReadOnlyList<LegendEntry> Legend,
    CategoryLists Categories)
{
    public bool HasColourBar => Panel.Colour is { IsSequential: true, ShowBar: true };
}
