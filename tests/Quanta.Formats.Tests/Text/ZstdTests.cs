using Quanta.Formats.Text;

namespace Quanta.Formats.Tests.Text;

public sealed class ZstdTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(131_071)]
    [InlineData(131_072)]
    [InlineData(1_000_003)]
    public void What_was_compressed_decompresses(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes.AsSpan(0, length / 2)); // half noise, half zeros

        foreach (var level in (int[])[1, 3, 19]) Assert.Equal(bytes, Decompress(Compress(bytes, level)));
    }

    [Fact]
    public void Reading_byte_by_byte_gives_the_same()
    {
        var bytes = Enumerable.Range(0, 3000).Select(i => (byte)(i % 251)).ToArray();
        using var stream = Zstd.Decompress(new MemoryStream(Compress(bytes)));

        var read = new List<byte>();
        for (var value = stream.ReadByte(); value >= 0; value = stream.ReadByte()) read.Add((byte)value);

        Assert.Equal(bytes, read);
    }

    [Fact]
    public void Frames_and_skippable_frames_follow_one_another()
    {
        byte[] skippable = [0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3];
        byte[] all = [.. skippable, .. Compress([1, 2]), .. Compress([]), .. skippable, .. Compress([3]), .. skippable];

        Assert.Equal([1, 2, 3], Decompress(all));
    }

    [Fact]
    public void A_stream_cut_anywhere_is_an_error_after_its_content()
    {
        var whole = Compress([.. Enumerable.Range(0, 1000).Select(i => (byte)(i * i % 251))]);
        for (var length = 1; length < whole.Length; length++)
            Assert.Throws<InvalidDataException>(() => Decompress(whole[..length]));
    }

    [Fact]
    public void A_flipped_bit_in_the_content_is_found_by_the_checksum()
    {
        var bytes = new byte[1000];
        new Random(3).NextBytes(bytes);
        var damaged = Compress(bytes);
        damaged[damaged.Length / 2] ^= 4;

        Assert.Throws<InvalidDataException>(() => Decompress(damaged));
    }

    [Fact]
    public void Anything_after_the_last_frame_that_is_no_frame_is_an_error() =>
        Assert.Throws<InvalidDataException>(() => Decompress([.. Compress([1, 2, 3]), 9, 9, 9, 9, 9]));

    [Fact]
    public void A_window_above_the_limit_is_refused_with_a_sentence_and_read_when_allowed()
    {
        // Magic number; a descriptor without content size; window exponent 18, which is 2^28 bytes; one raw last block of the byte 7.
        byte[] frame = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 18 << 3, 0x09, 0x00, 0x00, 7];

        var exception = Assert.Throws<InvalidDataException>(() => Decompress(frame));

        Assert.Contains("2^27", exception.Message, StringComparison.Ordinal);
        using var allowed = Zstd.Decompress(new MemoryStream(frame), maxWindowLog: 28);
        Assert.Equal(7, allowed.ReadByte());
    }

    [Fact]
    public void A_window_of_2_GiB_is_read_when_allowed()
    {
        // As above with window exponent 21, which is 2^31 bytes: what zstd --long=31 writes.
        byte[] frame = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 21 << 3, 0x09, 0x00, 0x00, 7];

        var exception = Assert.Throws<InvalidDataException>(() => Decompress(frame));

        Assert.Contains("--zstd-window 31", exception.Message, StringComparison.Ordinal);
        using var allowed = Zstd.Decompress(new MemoryStream(frame), Zstd.LargestWindowLog);
        Assert.Equal((7, -1), (allowed.ReadByte(), allowed.ReadByte()));
    }

    [Fact]
    public void A_cut_says_after_how_many_bytes()
    {
        var bytes = new byte[50_000];
        new Random(1).NextBytes(bytes);

        var exception = Assert.Throws<InvalidDataException>(() => Decompress(Compress(bytes)[..40_000]));

        Assert.Contains("40,000 bytes", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_direction_it_was_made_for_works_and_only_until_disposed()
    {
        var writing = Zstd.Compress(new MemoryStream());
        Assert.Equal((false, true, false), (writing.CanRead, writing.CanWrite, writing.CanSeek));
        Assert.Throws<NotSupportedException>(() => writing.ReadByte());
        writing.Dispose();
        writing.Dispose();
        Assert.Throws<ObjectDisposedException>(() => writing.WriteByte(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Zstd.Compress(new MemoryStream(), level: 23));
        Assert.Throws<ArgumentOutOfRangeException>(() => Zstd.Decompress(new MemoryStream(), maxWindowLog: 40));
    }

    [Fact]
    public void Flushed_content_can_be_read_before_the_end()
    {
        var compressed = new MemoryStream();
        var writing = Zstd.Compress(compressed, leaveOpen: true);
        writing.Write([1, 2, 3]);
        writing.Flush();

        using var reading = Zstd.Decompress(new MemoryStream(compressed.ToArray()));

        Assert.Equal(3, reading.Read(new byte[3]));
        writing.Dispose();
        Assert.True(compressed.CanWrite);
    }

    private static byte[] Compress(byte[] bytes, int level = 3)
    {
        using var stream = new MemoryStream();
        using (var zstd = Zstd.Compress(stream, level: level)) zstd.Write(bytes);
        return stream.ToArray();
    }

    private static byte[] Decompress(byte[] bytes)
    {
        using var stream = Zstd.Decompress(new MemoryStream(bytes));
        using var plain = new MemoryStream();
        stream.CopyTo(plain);
        return plain.ToArray();
    }
}
