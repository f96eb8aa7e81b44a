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
