using Quanta.Reporting.Rendering;

namespace Quanta.Reporting.Charts;

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
