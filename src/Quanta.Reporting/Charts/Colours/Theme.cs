namespace Quanta.Reporting.Charts;

/// <summary>The colours of a chart's paper, text, lines and categories.</summary>
public sealed record Theme
{
    private Theme(string name, IReadOnlyList<Rgb> categories) => (Name, Categories) = (name, categories);

    /// <summary>Dark ink on white paper; what PDF uses.</summary>
    public static Theme Light { get; } = new("light", Palette.Light)
    {
        Background = Rgb.Parse("#ffffff"),
        Foreground = Rgb.Parse("#1b1f24"),
        Muted = Rgb.Parse("#5a6470"),
        Grid = Rgb.Parse("#e3e6ea"),
    };

    /// <summary>Light ink on near black.</summary>
    public static Theme Dark { get; } = new("dark", Palette.Dark)
    {
        Background = Rgb.Parse("#14181d"),
        Foreground = Rgb.Parse("#e8ebee"),
        Muted = Rgb.Parse("#a3adb8"),
        Grid = Rgb.Parse("#2c333b"),
    };

    public string Name { get; }

    public Rgb Background { get; private init; }

    public Rgb Foreground { get; private init; }

    public Rgb Muted { get; private init; }

    public Rgb Grid { get; private init; }

    internal IReadOnlyList<Rgb> Categories { get; }

    internal Rgb Resolve(Ink ink) => ink.Role switch
    {
        InkRole.Foreground => Foreground,
        InkRole.Muted => Muted,
        InkRole.Grid => Grid,
        InkRole.Background => Background,
        InkRole.Category => Categories[ink.Index],
        _ => ink.Rgb,
    };
}

/// <summary>
/// The categorical colours. Within a theme they differ pairwise by at least 18 units of CIE Lab under normal sight, protanopia, deuteranopia and
/// tritanopia, and by at least 5 units of lightness, so that grey print keeps them apart; each has a contrast of 3 to its background.
/// Found by a search over hue, chroma and an even ladder of lightness; the tests repeat the check. The n-th category also has its own
/// marker and dash, so colour is never the only difference.
/// </summary>
public static class Palette
{
    /// <summary>How many categories have a colour of their own.</summary>
    public const int Count = 8;

    private static readonly Rgb[] LightColours =
        [.. new[] { "#003dad", "#d77e02", "#af3379", "#00633e", "#058dbb", "#4f015f", "#c94925", "#2f3b42" }.Select(Rgb.Parse)];

    private static readonly Rgb[] DarkColours =
        [.. new[] { "#8ba8ff", "#eedd8a", "#fda3ac", "#0ca05e", "#7dd7fd", "#965cea", "#fd712c", "#e5eff6" }.Select(Rgb.Parse)];

    /// <summary>The colours on a light background, in order of use.</summary>
    public static IReadOnlyList<Rgb> Light => LightColours;

    /// <summary>The colours on a dark background, in the same order and of similar hues.</summary>
    public static IReadOnlyList<Rgb> Dark => DarkColours;
}
