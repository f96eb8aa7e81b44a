using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Rendering;

/// <summary>
/// A picture of at most 255 colours: width × height palette indices, row-major from the top left. <see cref="Transparent"/> shows the paper.
/// </summary>
internal sealed class RasterImage(int width, int height, byte[] pixels, IReadOnlyList<Rgb> palette)
{
    public const byte Transparent = 255;

    /// <summary>The most colours a picture can have beside transparency.</summary>
    public const int MostColours = 255;

    public int Width { get; } = width > 0 && height > 0 && pixels.Length == width * height
        ? width
        : throw new ArgumentException($"A picture of {width} × {height} needs as many pixels, but has {pixels.Length}.", nameof(pixels));

    public int Height { get; } = height;

    public byte[] Pixels { get; } = pixels;

    public IReadOnlyList<Rgb> Palette { get; } = palette.Count is > 0 and <= MostColours
        ? palette
        : throw new ArgumentException($"A palette holds 1 to {MostColours} colours, but {palette.Count} were given.", nameof(palette));
}
