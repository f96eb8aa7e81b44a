namespace Quanta.Reporting.Charts;

/// <summary>How a panel turns a column's values into colours, and how the reader turns them back: a colour bar or legend entries.</summary>
public sealed record ColourScale
{
    private ColourScale(ColourMap? map) => Map = map;

    /// <summary>The map of a sequential scale; null for a categorical one.</summary>
    public ColourMap? Map { get; }

    /// <summary>The value at the map's lower end; null takes it from the data.</summary>
    public double? Minimum { get; init; }

    /// <summary>The value at the map's upper end; null takes it from the data.</summary>
    public double? Maximum { get; init; }

    /// <summary>Whether equal ratios rather than equal differences get equal steps of colour.</summary>
    public bool Logarithmic { get; init; }

    /// <summary>
    /// The part of the map in use, in [0, 1]. Null takes all of it for heat maps, and for lines and markers the part that shows on light and on
    /// dark paper (<see cref="ColourMap.Legible"/>).
    /// </summary>
    public (double From, double To)? Range { get; init; }

    /// <summary>The colour bar's label, or the title of the categories in the legend.</summary>
    public Label Label { get; init; } = Label.Empty;

    /// <summary>Explicit ticks of the colour bar; null computes them.</summary>
    public IReadOnlyList<Tick>? Ticks { get; init; }

    /// <summary>Whether the panel shows a colour bar.</summary>
    public bool ShowBar { get; init; } = true;

    internal bool IsSequential => Map is not null;

    /// <summary>Values along a colour map; a value outside the limits takes the nearer end's colour.</summary>
    public static ColourScale Sequential(ColourMap map, double? minimum = null, double? maximum = null) =>
        new(map) { Minimum = minimum, Maximum = maximum };

    /// <summary>One colour, marker and dash for each distinct value, in order of first appearance.</summary>
    public static ColourScale Categorical(Label? label = null) => new((ColourMap?)null) { Label = label ?? Label.Empty };

    internal Axis AsAxis() =>
        (Logarithmic ? Axis.Log(Label) : Axis.Linear(Label)) with { Minimum = Minimum, Maximum = Maximum, Ticks = Ticks, Padding = 0 };
}
