namespace Quanta.Reporting.Charts;

/// <summary>
/// A sequential colour map: colours for [0, 1] whose luminance only rises, so that order survives colour blindness and grey print.
/// Each is a short table of evenly spaced anchors, joined by straight lines in sRGB: close to the map of the same name in the field's plotting
/// libraries (within a few units a channel), not equal to it.
/// </summary>
public sealed class ColourMap
{
    private readonly Rgb[] _anchors;

    private ColourMap(string name, params ReadOnlySpan<string> anchors)
    {
        Name = name;
        _anchors = new Rgb[anchors.Length];
        for (var i = 0; i < anchors.Length; i++) _anchors[i] = Rgb.Parse(anchors[i]);
    }

    public static ColourMap Viridis { get; } = new("viridis",
        "#440154", "#472d7b", "#3b528b", "#2c728e", "#21918c", "#28ae80", "#5ec962", "#addc30", "#fde725");

    public static ColourMap Magma { get; } = new("magma",
        "#000004", "#1c1044", "#4f127b", "#812581", "#b5367a", "#e55064", "#fb8761", "#fec287", "#fcfdbf");

    public static ColourMap Plasma { get; } = new("plasma",
        "#0d0887", "#4c02a1", "#7e03a8", "#a92395", "#cc4778", "#e56b5d", "#f89540", "#fdc527", "#f0f921");

    /// <summary>Black through copper: red rises first and saturates at 0.8.</summary>
    public static ColourMap Copper { get; } = new("copper",
        "#000000", "#331f14", "#663f28", "#996039", "#cc7f51", "#ff9f65");

    /// <summary>
    /// Black, blue, violet, red, orange, yellow, white, with even steps of grey: made for colour pictures that are printed in grey.
    /// </summary>
    public static ColourMap Cmr { get; } = new("CMR",
        "#000000", "#262680", "#4d26bf", "#993380", "#ff4026", "#e68000", "#e6bf1a", "#e6e680", "#ffffff");

    public static ColourMap Grey { get; } = new("grey", "#000000", "#ffffff");

    /// <summary>Every map, for tests and for a choice by name.</summary>
    public static IReadOnlyList<ColourMap> All { get; } = [Viridis, Magma, Plasma, Copper, Cmr, Grey];

    public string Name { get; }

    /// <summary>The part of the map whose colours have a contrast of at least 1.6 to the backgrounds of both themes: thin lines show in it.</summary>
    public (double From, double To) Legible
    {
        get
        {
            const double leastContrast = 1.6; // 3, as for text, would leave a quarter of the map
            const int steps = 100;
            double[] shown = [.. Enumerable.Range(0, steps + 1).Select(i => (double)i / steps).Where(t => Shows(At(t)))];
            return (shown.Min(), shown.Max());

            static bool Shows(Rgb colour) =>
                Rgb.Contrast(colour, Theme.Light.Background) >= leastContrast && Rgb.Contrast(colour, Theme.Dark.Background) >= leastContrast;
        }
    }

    /// <summary>The colour at t, clamped to [0, 1].</summary>
    /// <exception cref="ArgumentOutOfRangeException">t is NaN.</exception>
    public Rgb At(double t)
    {
        if (double.IsNaN(t)) throw new ArgumentOutOfRangeException(nameof(t), "A colour map has no colour for NaN.");
        var position = Math.Clamp(t, 0, 1) * (_anchors.Length - 1);
        var below = Math.Min((int)position, _anchors.Length - 2);
        return _anchors[below].Towards(_anchors[below + 1], position - below);
    }
}
