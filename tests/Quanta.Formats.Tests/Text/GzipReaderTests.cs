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
    public void Zero_bytes_after_the_last_member_are_padding_whatever_their_number()
    {
        // Contents of many lengths: the last bytes of a member are its content's length, so that members end in zeros themselves, and in their checksum.
        foreach (var length in (int[])[1, 255, 256, 4096, 16_300, 16_384, 65_536, 70_000])
        {
            var member = Compress(Noise(length));
            foreach (var zeros in (int[])[1, 2, 7, 8, 9, 512, 8192, 16_384, 100_000])
                Assert.Equal(Noise(length), Decompress([.. member, .. new byte[zeros]]));
        }
    }

    [Fact]
    public void Zero_bytes_hide_neither_a_cut_nor_anything_after_them()
    {
        var member = Compress(Noise(300));
        for (var length = 2; length < member.Length; length++)
        {
            if (member.AsSpan(length).ContainsAnyExcept((byte)0))
                Assert.Throws<InvalidDataException>(() => Decompress([.. member[..length], .. new byte[1000]]));
        }
        Assert.Throws<InvalidDataException>(() => Decompress([.. member, .. new byte[1000], 1]));
        Assert.Throws<InvalidDataException>(() => Decompress([.. member, .. new byte[20_000], 1, .. new byte[20_000]]));
        Assert.Throws<InvalidDataException>(() => Decompress([.. member, 1, .. new byte[1000]]));
    }

    [Fact]
    public void A_cut_says_after_how_many_bytes()
    {
        var cut = Compress(Noise(50_000))[..40_000];

        Assert.Contains("40,000 bytes", Assert.Throws<InvalidDataException>(() => Decompress(cut)).Message, StringComparison.Ordinal);
    }

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
