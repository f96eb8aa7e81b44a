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
