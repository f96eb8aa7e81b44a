using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Report;

/// <summary>The shades behind context tokens: the darker (in the dark theme, the brighter), the worse the model predicted the token.</summary>
internal static class LossTint
{
    /// <summary>Where each shade begins, in nats; below the first there is none. The first is the paper's threshold of selection.</summary>
    public static IReadOnlyList<double> Bounds { get; } = [0.1, 0.5, 1.5, 3, 6];

    public static IReadOnlyList<Rgb> Light { get; } = [.. new[] { "#fdf6e3", "#fbe8bf", "#f7d396", "#f0b778", "#e5996a" }.Select(Rgb.Parse)];

    public static IReadOnlyList<Rgb> Dark { get; } = [.. new[] { "#25241c", "#37301b", "#4d3c19", "#654617", "#7d4d18" }.Select(Rgb.Parse)];

    /// <summary>0 for no shade, else the shade's number from 1; an unknown loss has none.</summary>
    public static int Level(double nats) => Bounds.Count(bound => nats >= bound);

    /// <summary>The class of elements of a shade: a letter, because there are many.</summary>
    public static string ClassOf(int level) => ((char)('a' + level - 1)).ToString();

    /// <summary>What a shade, from 1, stands for.</summary>
    public static string Meaning(int level) => level switch
    {
        _ when level == Bounds.Count => $"{Figures.Short(Bounds[^1])} nats and more",
        _ => $"{Figures.Short(Bounds[level - 1])} to {Figures.Short(Bounds[level])} nats",
    };

    /// <summary>The style sheet's properties --tint-a and so on.</summary>
    public static string Properties(IReadOnlyList<Rgb> shades) => string.Concat(shades.Select((shade, i) => $"--tint-{ClassOf(i + 1)}:{shade};"));
}
