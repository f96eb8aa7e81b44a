namespace Quanta.Reporting.Charts;

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
