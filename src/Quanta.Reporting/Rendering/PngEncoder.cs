using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Rendering;

/// <summary>Writes a picture as PNG: 8-bit indexed colour, no filters, the last palette entry transparent.</summary>
internal static class PngEncoder
{
    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static byte[] Encode(RasterImage image)
    {
        using var png = new MemoryStream();
        png.Write(Signature);
        WriteChunk(png, "IHDR"u8, Header(image));
        WriteChunk(png, "PLTE"u8, Palette(image));
        WriteChunk(png, "tRNS"u8, Opacities());
        WriteChunk(png, "IDAT"u8, Compressed(image));
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static byte[] Header(RasterImage image)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), image.Height);
        (header[8], header[9]) = (8, 3); // 8 bits a pixel, indexed colour; compression, filter and interlace methods 0
        return header;
    }

    private static byte[] Palette(RasterImage image)
    {
        var entries = new byte[3 * (RasterImage.Transparent + 1)];
        for (var i = 0; i < image.Palette.Count; i++)
            (entries[3 * i], entries[3 * i + 1], entries[3 * i + 2]) = (image.Palette[i].R, image.Palette[i].G, image.Palette[i].B);
        return entries;
    }

    private static byte[] Opacities()
    {
        var opacities = new byte[RasterImage.Transparent + 1];
        opacities.AsSpan(0, RasterImage.Transparent).Fill(255);
        return opacities;
    }

    private static byte[] Compressed(RasterImage image)
    {
        using var buffer = new MemoryStream();
        using (var zlib = new ZLibStream(buffer, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (var row = 0; row < image.Height; row++)
            {
                zlib.WriteByte(0); // filter: none
                zlib.Write(image.Pixels, row * image.Width, image.Width);
            }
        }
        return buffer.ToArray();
    }

    private static void WriteChunk(Stream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        var checksum = new Crc32();
        checksum.Append(type);
        checksum.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, checksum.GetCurrentHashAsUInt32());
        png.Write(number);
    }
}

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
