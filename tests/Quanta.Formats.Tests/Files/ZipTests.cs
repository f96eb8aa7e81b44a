using System.IO.Compression;
using System.IO.Hashing;
using Quanta.Formats.Files;

namespace Quanta.Formats.Tests.Files;

public sealed class ZipTests
{
    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void Entries_read_as_they_were_written(CompressionLevel level)
    {
        byte[] squares = [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * i))];
        var contents = new Dictionary<string, byte[]> { ["a"] = [.. "hello"u8], ["b/empty"] = [], ["c"] = squares };
        var entries = ZipDirectory.Read(new ArrayBytes("the archive", Archive(contents, level)));

        Assert.Equal(contents.Keys.Order(), entries.Keys.Order());
        foreach (var (name, content) in contents)
        {
            var bytes = entries[name].Verified();
            Assert.Equal(content, bytes.Span(0, (int)bytes.Length).ToArray());
        }
    }

    [Fact]
    public void The_fields_for_archives_over_4_GiB_are_read()
    {
        var bytes = new ArrayBytes("the archive", Zip64Archive());

        var entry = ZipDirectory.Read(bytes)["a"];

        Assert.Equal("hello"u8.ToArray(), entry.InPlace().Span(0, 5).ToArray());
        Assert.Equal("hello"u8.ToArray(), entry.Verified().Span(0, 5).ToArray());
    }

    [Fact]
    public void Entries_that_claim_more_than_the_file_has_are_refused()
    {
        var entries = Enumerable.Range(0, 100).ToDictionary(i => $"{i}", _ => new byte[100]);
        var archive = Archive(entries, CompressionLevel.NoCompression);
        var directory = archive.AsSpan().IndexOf("PK\x01\x02"u8);
        for (var i = directory; i < archive.Length - 46; i++) // point every entry at the whole file
            if (archive.AsSpan(i).StartsWith("PK\x01\x02"u8)) BitConverter.TryWriteBytes(archive.AsSpan(i + 20), archive.Length);

        Assert.Throws<InvalidDataException>(() => ZipDirectory.Read(new ArrayBytes("the archive", archive)));
    }

    internal static byte[] Archive(IReadOnlyDictionary<string, byte[]> contents, CompressionLevel level)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in contents)
            {
                using var entry = archive.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }
        return stream.ToArray();
    }

    /// <summary>One stored entry, every size and offset given by ZIP64 fields, after APPNOTE 4.3 and 4.5.3.</summary>
    private static byte[] Zip64Archive()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        byte[] elsewhere = [255, 255, 255, 255]; // the value stands in the ZIP64 field
        writer.Write([.. "PK\x03\x04"u8, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. Checksum("hello"u8), .. elsewhere, .. elsewhere, 1, 0, 20, 0, .. "a"u8]);
        writer.Write([1, 0, 16, 0]);
        Write(writer, 5, 5);
        writer.Write("hello"u8);
        var directory = stream.Position;
        writer.Write([.. "PK\x01\x02"u8, 45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. Checksum("hello"u8), .. elsewhere, .. elsewhere, 1, 0, 28, 0]);
        writer.Write([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. elsewhere, .. "a"u8]);
        writer.Write([1, 0, 24, 0]);
        Write(writer, 5, 5, 0);
        var end = stream.Position;
        writer.Write([.. "PK\x06\x06"u8, 44, 0, 0, 0, 0, 0, 0, 0, 45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        Write(writer, 1, 1, end - directory, directory);
        writer.Write([.. "PK\x06\x07"u8, 0, 0, 0, 0]);
        writer.Write(end);
        writer.Write(1);
        writer.Write([.. "PK\x05\x06"u8, 0, 0, 0, 0, .. elsewhere, .. elsewhere, .. elsewhere, 0, 0]);
        return stream.ToArray();
    }

    private static void Write(BinaryWriter writer, params ReadOnlySpan<long> values)
    {
        foreach (var value in values) writer.Write(value);
    }

    private static byte[] Checksum(ReadOnlySpan<byte> bytes) => BitConverter.GetBytes(Crc32.HashToUInt32(bytes));
}
