namespace Quanta.Reporting.Charts;

/// <summary>
/// A layer of a panel: data and how to show it. Marks are drawn in their order. A mark without an ink of its own takes the next colour of the
/// categorical palette; <see cref="ColourBy"/> hands the choice to the panel's colour scale.
/// </summary>
public abstract record Mark
{
    /// <summary>The legend's text; empty keeps the mark out of the legend.</summary>
    public Label Name { get; init; } = Label.Empty;

    /// <summary>A fixed ink; null takes the mark's place in the categorical palette.</summary>
    public Ink? Ink { get; init; }

    /// <summary>The column whose values the panel's colour scale turns into colours; null for one ink.</summary>
    public string? ColourBy { get; init; }

    /// <summary>From 0 (invisible) to 1; applies to areas and markers.</summary>
    public double Opacity { get; init; } = 1;

    /// <summary>The frame that columns are taken from; null for marks without one.</summary>
    internal virtual Frame? Source => null;

    /// <summary>The columns on the x and y axes, where the mark has them: a category axis lists their values.</summary>
    internal virtual (string? X, string? Y) Columns => (null, null);

    internal abstract IEnumerable<Layer> Layers(MarkContext context);

    /// <summary>The text beside the mark's key in the legend.</summary>
    internal virtual Label LegendName(MarkContext context) => Name;

    /// <summary>What stands in the legend beside the name.</summary>
    internal abstract LegendKeys Keys { get; }
}

/// <summary>The parts of a legend's key; a line with markers has both.</summary>
[Flags]
internal enum LegendKeys
{
    None = 0,
    Line = 1,
    Marker = 2,
    Area = 4,
}
