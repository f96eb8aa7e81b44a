namespace Quanta.Reporting.Charts;

/// <summary>A reference line across the whole panel, upright at an x or level at a y. It does not widen the axes.</summary>
public sealed record Rule : Mark
{
    private Rule(Datum at) => At = at;

    /// <summary>The line's width in points.</summary>
    public double Width { get; init; } = 1;

    public Dash Dash { get; init; } = Dash.Dashed;

    private Datum At { get; }

    internal override LegendKeys Keys => LegendKeys.Line;

    public static Rule AtX(double x) => new(new Datum(x, double.NaN)) { Ink = Charts.Ink.Muted };

    public static Rule AtY(double y) => new(new Datum(double.NaN, y)) { Ink = Charts.Ink.Muted };

    internal override IEnumerable<Layer> Layers(MarkContext context) =>
        [new RuleLayer("rule", Name.PlainText, [At], context.LookOf(this) with { Width = Width, Dash = Dash })];
}

/// <summary>Which side of its point a note stands on.</summary>
public enum NoteSide
{
    Right,
    Centre,
    Left,
}

/// <summary>Words at a point of the panel, in data units.</summary>
/// <param name="Text">The words.</param>
/// <param name="X">Where, on the x axis.</param>
/// <param name="Y">The text's baseline, on the y axis.</param>
public sealed record Note(Label Text, double X, double Y) : Mark
{
    public NoteSide Side { get; init; }

    /// <summary>The text's size in points.</summary>
    public double Size { get; init; } = 7;

    internal override LegendKeys Keys => LegendKeys.None;

    internal override IEnumerable<Layer> Layers(MarkContext context) =>
        [new TextLayer(Text.PlainText, [new Datum(X, Y)], new Look(Ink ?? Charts.Ink.Foreground), Text, (Rendering.Anchor)Side, Size)];
}

/// <summary>A grid of values in the colours of the panel's sequential scale, as one embedded picture.</summary>
/// <param name="Cells">The cells.</param>
public sealed record HeatMap(Grid Cells) : Mark
{
    internal override LegendKeys Keys => LegendKeys.None;

    internal override IEnumerable<Layer> Layers(MarkContext context)
    {
        if (context.Colour is not { IsSequential: true })
            throw new ArgumentException("A heat map's panel needs a sequential colour scale.", nameof(context));
        return [new RasterLayer(Name.PlainText, Cells, new Look(Charts.Ink.Muted))];
    }
}
