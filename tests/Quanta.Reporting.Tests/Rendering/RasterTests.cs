using System.Buffers.Binary;
using System.IO.Compression;
using Quanta.Reporting.Charts;
using Quanta.Reporting.Rendering;

namespace Quanta.Reporting.Tests.Rendering;

public sealed class RasterTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(257, 65)]
    public void A_png_holds_its_pixels_palette_and_checksums(int width, int height)
    {
        byte[] pixels = [.. Enumerable.Range(0, width * height).Select(i => (byte)(i * 7 % 256))];
        Rgb[] palette = [.. Enumerable.Range(0, RasterImage.MostColours).Select(i => new Rgb((byte)i, (byte)(255 - i), 7))];
        var chunks = Chunks(PngEncoder.Encode(new RasterImage(width, height, pixels, palette)));
        Assert.Equal(["IHDR", "PLTE", "tRNS", "IDAT", "IEND"], chunks.Select(chunk => chunk.Type));
        Assert.Equal((width, height),
            (BinaryPrimitives.ReadInt32BigEndian(chunks[0].Data), BinaryPrimitives.ReadInt32BigEndian(chunks[0].Data.AsSpan(4))));
        Assert.Equal([5, 250, 7], chunks[1].Data[15..18]);
        Assert.Equal((255, 0), (chunks[2].Data[254], chunks[2].Data[255]));
        using var rows = new MemoryStream();
        using (var zlib = new ZLibStream(new MemoryStream(chunks[3].Data), CompressionMode.Decompress)) zlib.CopyTo(rows);
        for (var row = 0; row < height; row++)
            Assert.Equal(pixels[(row * width)..((row + 1) * width)], rows.ToArray()[(row * (width + 1) + 1)..((row + 1) * (width + 1))]);
    }

    [Fact]
    public void Pictures_have_as_many_pixels_as_they_say() => Assert.Throws<ArgumentException>(() => new RasterImage(2, 2, new byte[3], [default]));

    [Fact]
    public void Even_cells_are_a_pixel_each_with_row_zero_below_or_above()
    {
        var upright = Drawn(Axis.Linear(), Axis.Linear(), Grid.Matrix(2, 3, (row, column) => 3 * row + column));
        var reversed = Drawn(Axis.Linear(), Axis.Linear() with { Reversed = true }, Grid.Matrix(2, 3, (row, column) => 3 * row + column));
        Assert.Equal((3, 2), (upright.Width, upright.Height));
        Assert.Equal(Levels(3, 4, 5, 0, 1, 2), upright.Pixels);
        Assert.Equal(Levels(0, 1, 2, 3, 4, 5), reversed.Pixels);
    }

    [Fact]
    public void Cells_even_in_the_logarithm_are_a_pixel_each_on_a_logarithmic_axis()
    {
        var image = Drawn(Axis.Log(), Axis.Linear(), Grid.Mesh([1, 10, 100, 1000], [0, 1, 2], [0, 1, 2, 3, 4, 5]));
        Assert.Equal((3, 2), (image.Width, image.Height));
    }

    [Fact]
    public void Uneven_cells_are_resampled_to_their_share()
    {
        var image = Drawn(Axis.Linear(), Axis.Linear(), Grid.Mesh([0, 1, 4], [0, 1], [0, 5]));
        var dark = image.Pixels.Count(pixel => pixel == 0);
        Expect.Near(0.25, dark / (double)image.Pixels.Length, 0.01, "one pixel of some hundred");
    }

    [Fact]
    public void Missing_cells_are_transparent() =>
        Assert.Equal(RasterImage.Transparent,
            Drawn(Axis.Linear(), Axis.Linear(), Grid.Matrix(1, 3, (_, column) => column == 1 ? double.NaN : column)).Pixels[1]);

    private static byte[] Levels(params int[] values) => [.. values.Select(value => (byte)Math.Round(value / 5.0 * (RasterImage.MostColours - 1)))];

    private static RasterImage Drawn(Axis x, Axis y, Grid grid)
    {
        var chart = new Chart
        {
            Panels = [new Panel { X = x, Y = y, Colour = ColourScale.Sequential(ColourMap.Viridis) with { ShowBar = false },
            Marks = [new HeatMap(grid)] }]
        };
        var canvas = new PdfCanvas(100, Theme.Light, default);
        var panel = ChartLayout.Of(ChartComposition.Of(chart)).Panels[0];
        panel.View.Layers[0].Draw(canvas, panel.Plane, panel.View.Colours);
        return Assert.Single(canvas.Images);
    }

    private static List<(string Type, byte[] Data)> Chunks(byte[] png)
    {
        var chunks = new List<(string, byte[])>();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            Assert.Equal(Crc(png.AsSpan(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)));
            chunks.Add((System.Text.Encoding.ASCII.GetString(png, at + 4, 4), png[(at + 8)..(at + 8 + length)]));
            at += length + 12;
        }
        return chunks;
    }

    // By polynomial division over a table, unlike the encoder's bit by bit.
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint[] table = [.. Enumerable.Range(0, 256).Select(i =>
            Enumerable.Range(0, 8).Aggregate((uint)i, (c, _) => (c & 1) != 0 ? 0xEDB88320u ^ (c >> 1) : c >> 1))];
        var crc = uint.MaxValue;
        foreach (var value in bytes) crc = table[(crc ^ value) & 0xFF] ^ (crc >> 8);
        return ~crc;
    }
}
