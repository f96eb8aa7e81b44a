using Quanta.Reporting.Rendering;

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

/// <summary>A colour scale with its limits settled by the data.</summary>
internal sealed class ColourMapper
{
    private readonly Rgb[] _levels;

    public ColourMapper(ColourScale? scale, Extent data, IReadOnlyList<string> categories, bool forAreas)
    {
        Scale = scale;
        Categories = categories;
        Values = Charts.Scale.Over(scale?.AsAxis() ?? Axis.Linear(), data);
        _levels = scale?.Map is { } map ? Along(map, scale.Range ?? (forAreas ? (0, 1) : map.Legible)) : [default];
    }

    public ColourScale? Scale { get; }

    /// <summary>The distinct values of a categorical scale, over the whole chart, so that panels agree.</summary>
    public IReadOnlyList<string> Categories { get; }

    /// <summary>The values' scale of a sequential one.</summary>
    public Scale Values { get; }

    /// <summary>The colours of pictures and colour bars, from the lower to the upper limit.</summary>
    public IReadOnlyList<Rgb> Levels => _levels;

    public Ink InkOf(double value) =>
        Scale is null ? Ink.Foreground
        : Scale.IsSequential ? Level(value) is var level && level == RasterImage.Transparent ? Ink.Muted : Ink.Fixed(_levels[level])
        : Ink.Category((int)value);

    /// <summary>The index into <see cref="Levels"/>; transparent for NaN and for what has no place on a logarithmic scale.</summary>
    public byte Level(double value)
    {
        if (!Values.Axis.CanDraw(value)) return RasterImage.Transparent;
        return (byte)Math.Round(Math.Clamp(Values.Position(value), 0, 1) * (_levels.Length - 1));
    }

    private static Rgb[] Along(ColourMap map, (double From, double To) range) =>
        [.. Enumerable.Range(0, RasterImage.MostColours).Select(i =>
            map.At(range.From + (range.To - range.From) * i / (RasterImage.MostColours - 1)))];
}
