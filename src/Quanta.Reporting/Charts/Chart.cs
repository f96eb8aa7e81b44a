namespace Quanta.Reporting.Charts;

/// <summary>
/// A figure: panels in a grid under a title and over a caption. A value without behaviour of its own; <see cref="ChartFiles"/> and the extension
/// methods beside it write it as SVG, PDF and CSV.
/// </summary>
public sealed record Chart
{
    /// <summary>The heading above the panels; empty for none.</summary>
    public Label Title { get; init; } = Label.Empty;

    /// <summary>The text under the panels, broken into lines; empty for none.</summary>
    public Label Caption { get; init; } = Label.Empty;

    /// <summary>What a reader who cannot see the chart is told before the summary of its axes and marks.</summary>
    public string Description { get; init; } = "";

    /// <summary>The width in inches.</summary>
    public double Width { get; init; } = 5.5;

    /// <summary>The height of the panels with their axes, in inches; title and caption add their lines.</summary>
    public double Height { get; init; } = 3;

    /// <summary>The size of text in points; titles are larger, tick labels smaller by a fixed factor.</summary>
    public double FontSize { get; init; } = 7.5;

    /// <summary>The panels, row by row.</summary>
    public IReadOnlyList<Panel> Panels { get; init; } = [];

    /// <summary>How many panels stand side by side; 0 puts all in one row.</summary>
    public int Columns { get; init; }

    /// <summary>Whether all panels use the same range of x: that of all their data.</summary>
    public bool ShareX { get; init; }

    /// <summary>Whether all panels use the same range of y.</summary>
    public bool ShareY { get; init; }
}

/// <summary>Small multiples: the same panel for each part of the data.</summary>
public static class Facets
{
    /// <summary>
    /// One panel for each distinct value of a column, in order of first appearance, titled with the value unless the panel has a title.
    /// </summary>
    public static IReadOnlyList<Panel> Of(Frame data, string column, Func<Frame, Panel> panel) =>
        [.. data.GroupBy(column).Select(part => Titled(panel(part.Rows), part.Key))];

    private static Panel Titled(Panel panel, string key) => panel.Title.IsEmpty ? panel with { Title = Label.Literal(key) } : panel;
}

/// <summary>Where a panel's legend stands.</summary>
public enum LegendPlacement
{
    /// <summary>In the corner where it covers the least.</summary>
    Auto,
    TopRight,
    TopLeft,
    BottomRight,
    BottomLeft,

    /// <summary>Beside the panel, on its right.</summary>
    Outside,
    None,
}

/// <summary>One pair of axes with its marks, colour scale and legend.</summary>
public sealed record Panel
{
    public Label Title { get; init; } = Label.Empty;

    public Axis X { get; init; } = Axis.Linear();

    public Axis Y { get; init; } = Axis.Linear();

    /// <summary>What is drawn, from back to front.</summary>
    public IReadOnlyList<Mark> Marks { get; init; } = [];

    /// <summary>How columns named by <see cref="Mark.ColourBy"/> and heat maps become colours; null where nothing is mapped.</summary>
    public ColourScale? Colour { get; init; }

    public LegendPlacement Legend { get; init; }

    /// <summary>Faint lines at the labelled ticks.</summary>
    public bool ShowGrid { get; init; } = true;
}
