using System.Globalization;

namespace Quanta.Reporting.Charts;

/// <summary>
/// What a mark is drawn in: a role that each theme fills in (text, grid, the n-th category) or a fixed colour that is the same in light and dark.
/// </summary>
public readonly record struct Ink
{
    private Ink(InkRole role, int index, Rgb rgb) => (Role, Index, Rgb) = (role, index, rgb);

    /// <summary>The colour of text and axes: black on white paper.</summary>
    public static Ink Foreground { get; } = new(InkRole.Foreground, 0, default);

    /// <summary>Secondary text and reference lines.</summary>
    public static Ink Muted { get; } = new(InkRole.Muted, 0, default);

    internal static Ink Background { get; } = new(InkRole.Background, 0, default);

    internal static Ink Grid { get; } = new(InkRole.Grid, 0, default);

    internal InkRole Role { get; }

    internal int Index { get; }

    internal Rgb Rgb { get; }

    /// <summary>The n-th colour of the categorical palette, which repeats after <see cref="Palette.Count"/>.</summary>
    public static Ink Category(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new(InkRole.Category, index % Palette.Count, default);
    }

    /// <summary>The same colour in every theme.</summary>
    public static Ink Fixed(Rgb colour) => new(InkRole.Fixed, 0, colour);
}

internal enum InkRole
{
    Foreground,
    Muted,
    Grid,
    Background,
    Category,
    Fixed,
}

/// <summary>An opaque sRGB colour, 8 bits a channel.</summary>
public readonly record struct Rgb(byte R, byte G, byte B)
{
    /// <summary>The relative luminance of WCAG 2, from 0 (black) to 1 (white).</summary>
    public double Luminance => 0.2126 * Linear(R) + 0.7152 * Linear(G) + 0.0722 * Linear(B);

    /// <summary>A colour from "#rrggbb".</summary>
    /// <exception cref="FormatException">The text is not of that form.</exception>
    public static Rgb Parse(string hex)
    {
        if (hex.Length != 7 || hex[0] != '#'
            || !int.TryParse(hex.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            throw new FormatException($"A colour is written '#rrggbb', but '{hex}' was found.");
        return new Rgb((byte)(value >> 16), (byte)(value >> 8), (byte)value);
    }

    /// <summary>The colour a fraction t of the way to another, channel by channel in sRGB.</summary>
    public Rgb Towards(Rgb other, double t) => new(Mix(R, other.R, t), Mix(G, other.G, t), Mix(B, other.B, t));

    /// <summary>The contrast ratio of WCAG 2 between two colours, from 1 to 21.</summary>
    public static double Contrast(Rgb a, Rgb b)
    {
        var (lighter, darker) = (Math.Max(a.Luminance, b.Luminance), Math.Min(a.Luminance, b.Luminance));
        return (lighter + 0.05) / (darker + 0.05);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{R:x2}{G:x2}{B:x2}");

    private static byte Mix(byte from, byte to, double t) => (byte)Math.Round(from + (to - from) * t);

    private static double Linear(byte channel)
    {
        var c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
    }
}
