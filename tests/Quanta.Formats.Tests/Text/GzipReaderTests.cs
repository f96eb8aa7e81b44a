using System.IO.Compression;
using Quanta.Formats.Text;

namespace Quanta.Formats.Tests.Text;

public sealed class GzipReaderTests
{
    // Sizes of noise around the 8 KiB that GZipStream reads at a time, so that members end at, before and after a boundary.
    [Theory]
    [InlineData(0)]
    [InlineData(8_150)]
    [InlineData(16_340)]
    public void One_or_several_members_read_to_the_end(int length)
    {
        for (var extra = 0; extra < 60; extra++)
        {
            var bytes = Noise(length + extra);
            var member = Compress(bytes);
            Assert.Equal(bytes, Decompress(member));
            Assert.Equal([.. bytes, .. bytes], Decompress([.. member, .. member]));
        }
    }

    [Fact]
    public void A_cut_anywhere_but_between_members_is_an_error()
    {
        byte[] first = Compress(Noise(300)), second = Compress(Noise(200));
        byte[] both = [.. first, .. second];
        for (var length = 1; length < both.Length; length++)
        {
            if (length == first.Length) continue;
            Assert.Throws<InvalidDataException>(() => Decompress(both[..length]));
        }
        Assert.Equal(Noise(300), Decompress(both[..first.Length]));
    }

    [Fact]
    public void Anything_after_the_last_member_is_an_error() =>
        Assert.Throws<InvalidDataException>(() => Decompress([.. Compress(Noise(10)), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]));

    [Fact]
    public void A_flipped_bit_is_found_by_the_checksum()
    {
        var damaged = Compress(Noise(1000));
        damaged[500] ^= 1;

        Assert.Throws<InvalidDataException>(() => Decompress(damaged));
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionMode.Compress)) gzip.Write(bytes);
        return stream.ToArray();
    }

    private static byte[] Decompress(byte[] bytes)
    {
        using var stream = new GzipReader(new MemoryStream(bytes));
        using var plain = new MemoryStream();
        stream.CopyTo(plain);
        return plain.ToArray();
    }
}
