using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace Quanta.Formats.Files;

/// <summary>The directory of a zip archive (PKWARE APPNOTE 6.3, with ZIP64): where each entry's bytes lie, so that stored entries are read in
/// place.</summary>
internal static class ZipDirectory
{
    private const uint EndSignature = 0x06054B50, End64Signature = 0x06064B50, Locator64Signature = 0x07064B50, EntrySignature = 0x02014B50;
    private const int EndLength = 22, Locator64Length = 20, End64Length = 56, EntryLength = 46, LongestComment = 0xFFFF;

    /// <summary>Whether the bytes begin as an archive with at least one entry does.</summary>
    public static bool IsZip(ByteSource file) => file.Length >= 4 && file.Span(0, 4).SequenceEqual("PK\x03\x04"u8);

    /// <summary>The entries by name.</summary>
    /// <exception cref="InvalidDataException">The directory is missing or damaged, or two entries have the same name.</exception>
    public static Dictionary<string, ZipEntry> Read(ByteSource file)
    {
        var (count, start, length) = Locate(file);
        var entries = new Dictionary<string, ZipEntry>();
        var (position, unclaimed) = (start, file.Length);
        for (long i = 0; i < count; i++)
        {
            if (position > start + length - EntryLength) throw file.Bad($"its zip directory claims {count} entries, but ends after {i}.");
            var entry = ReadEntry(file, ref position);
            unclaimed -= Math.Clamp(entry.Sizes.Compressed, 0, long.MaxValue / 2);
            if (unclaimed < 0) throw file.Bad("the entries of its zip directory claim more bytes than the file has.");
            if (!entries.TryAdd(entry.Name, entry)) throw file.Bad($"its zip directory holds the entry '{entry.Name}' twice.");
        }
        return entries;
    }

    private static (long Count, long Start, long Length) Locate(ByteSource file)
    {
        var end = FindEnd(file);
        var record = file.Span(end, EndLength);
        long count = UInt16(record, 10), length = UInt32(record, 12), start = UInt32(record, 16);
        if (count == ushort.MaxValue || length == uint.MaxValue || start == uint.MaxValue) (count, length, start) = Locate64(file, end);
        if (count < 0 || length < 0 || start < 0 || start > end - length)
            throw file.Bad("its zip directory does not lie within the file; the file is truncated or damaged.");
        return (count, start, length);
    }

    private static long FindEnd(ByteSource file)
    {
        var tail = file.Span(Math.Max(0, file.Length - EndLength - LongestComment), (int)Math.Min(file.Length, EndLength + LongestComment));
        for (var i = tail.Length - EndLength; i >= 0; i--)
            if (UInt32(tail, i) == EndSignature && i + EndLength + UInt16(tail, i + 20) == tail.Length) return file.Length - tail.Length + i;
        throw file.Bad("it has no zip directory at its end; the file is truncated.");
    }

    private static (long Count, long Length, long Start) Locate64(ByteSource file, long end)
    {
        var locator = file.Span(end - Locator64Length, Locator64Length);
        if (UInt32(locator, 0) != Locator64Signature) throw file.Bad("its zip directory refers to a ZIP64 record that is not there.");
        var record = file.Span(Int64(locator, 8), End64Length);
        if (UInt32(record, 0) != End64Signature) throw file.Bad("its ZIP64 record is damaged.");
        return (Int64(record, 32), Int64(record, 40), Int64(record, 48));
    }

    private static ZipEntry ReadEntry(ByteSource file, ref long position)
    {
        var fixedPart = file.Span(position, EntryLength);
        if (UInt32(fixedPart, 0) != EntrySignature) throw file.Bad("its zip directory is damaged: an entry does not begin with its signature.");
        int nameLength = UInt16(fixedPart, 28), extraLength = UInt16(fixedPart, 30), commentLength = UInt16(fixedPart, 32);
        var name = Encoding.UTF8.GetString(file.Span(position + EntryLength, nameLength));
        var sizes = new ZipEntrySizes(UInt32(fixedPart, 20), UInt32(fixedPart, 24), UInt32(fixedPart, 42));
        sizes = sizes.WithZip64(file, file.Span(position + EntryLength + nameLength, extraLength));
        position += EntryLength + nameLength + extraLength + commentLength;
        return new ZipEntry(file, name, UInt16(fixedPart, 8), UInt16(fixedPart, 10), UInt32(fixedPart, 16), sizes);
    }

    internal static ushort UInt16(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    internal static uint UInt32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    internal static long Int64(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadInt64LittleEndian(bytes[offset..]);
}

/// <summary>One entry of a zip archive.</summary>
/// <remarks>Flags, Method and Checksum are as in the directory; method 0 is stored, 8 deflated.</remarks>
internal sealed record ZipEntry(ByteSource File, string Name, int Flags, int Method, uint Checksum, ZipEntrySizes Sizes)
{
    private const int Stored = 0, Deflated = 8, Encrypted = 1;
    private const int LocalHeaderLength = 30;
    private const uint LocalHeaderSignature = 0x04034B50;

    /// <summary>The entry's bytes in place, without a check of the checksum.</summary>
    /// <exception cref="InvalidDataException">The entry is compressed or does not lie within the file.</exception>
    public ByteSource InPlace()
    {
        if (Method != Stored || Sizes.Plain != Sizes.Compressed) throw File.Bad($"its entry '{Name}' is compressed, but a stored one is required.");
        return Raw();
    }

    /// <summary>The entry's bytes, decompressed where needed, with the checksum verified before anything is allocated.</summary>
    public ByteSource Verified()
    {
        if (Method is not (Stored or Deflated))
            throw File.Bad($"its entry '{Name}' has compression method {Method}, but only stored (0) and deflated (8) are supported.");
        var raw = Raw();
        Verify(raw);
        return Method == Stored ? raw : Inflate(raw);
    }

    private ByteSource Raw()
    {
        if ((Flags & Encrypted) != 0) throw File.Bad($"its entry '{Name}' is encrypted.");
        var header = File.Span(Sizes.HeaderOffset, LocalHeaderLength);
        if (ZipDirectory.UInt32(header, 0) != LocalHeaderSignature)
            throw File.Bad($"its entry '{Name}' does not begin where the zip directory says; the file is damaged.");
        var start = Sizes.HeaderOffset + LocalHeaderLength + ZipDirectory.UInt16(header, 26) + ZipDirectory.UInt16(header, 28);
        return File.Slice($"{File.Name} ({Name})", start, Sizes.Compressed);
    }

    private void Verify(ByteSource raw)
    {
        using var plain = Open(raw);
        var buffer = new byte[1 << 16];
        var (checksum, length) = (new Crc32(), 0L);
        try
        {
            for (int read; (read = plain.Read(buffer)) > 0; length += read) checksum.Append(buffer.AsSpan(0, read));
        }
        catch (InvalidDataException exception)
        {
            throw raw.Bad("its compressed bytes are damaged.", exception);
        }
        if (length != Sizes.Plain || checksum.GetCurrentHashAsUInt32() != Checksum)
            throw raw.Bad($"its length or checksum is not what the zip directory says ({Sizes.Plain} bytes); the file is damaged.");
    }

    private ArrayBytes Inflate(ByteSource raw)
    {
        if (Sizes.Plain > Array.MaxLength)
            throw raw.Bad($"it is compressed and has {Sizes.Plain} bytes, more than fit into memory at once; store it uncompressed.");
        using var plain = Open(raw);
        var bytes = GC.AllocateUninitializedArray<byte>((int)Sizes.Plain);
        plain.ReadExactly(bytes);
        return new ArrayBytes(raw.Name, bytes);
    }

    private Stream Open(ByteSource raw) =>
        Method == Stored ? new ByteSourceStream(raw) : new DeflateStream(new ByteSourceStream(raw), CompressionMode.Decompress);
}

/// <summary>An entry's sizes and the offset of its local header, in bytes, as the directory claims them.</summary>
internal readonly record struct ZipEntrySizes(long Compressed, long Plain, long HeaderOffset)
{
    private const int Zip64Tag = 1, TagLength = 4;

    /// <summary>Takes the values that did not fit 32 bits from the ZIP64 extra field, which holds just these, in the order plain, compressed,
    /// offset.</summary>
    public ZipEntrySizes WithZip64(ByteSource file, ReadOnlySpan<byte> extra)
    {
        var (compressed, plain, offset) = (Compressed, Plain, HeaderOffset);
        if (plain != uint.MaxValue && compressed != uint.MaxValue && offset != uint.MaxValue) return this;
        var field = Find(file, extra);
        if (plain == uint.MaxValue) plain = Take(file, ref field);
        if (compressed == uint.MaxValue) compressed = Take(file, ref field);
        if (offset == uint.MaxValue) offset = Take(file, ref field);
        return new ZipEntrySizes(compressed, plain, offset);
    }

    private static ReadOnlySpan<byte> Find(ByteSource file, ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= TagLength)
        {
            int tag = ZipDirectory.UInt16(extra, 0), length = ZipDirectory.UInt16(extra, 2);
            if (length > extra.Length - TagLength) break;
            if (tag == Zip64Tag) return extra.Slice(TagLength, length);
            extra = extra[(TagLength + length)..];
        }
        throw file.Bad("its zip directory refers to a ZIP64 field that is not there.");
    }

    private static long Take(ByteSource file, ref ReadOnlySpan<byte> field)
    {
        if (field.Length < sizeof(long)) throw file.Bad("a ZIP64 field of its zip directory is too short.");
        var value = ZipDirectory.Int64(field, 0);
        field = field[sizeof(long)..];
        return value;
    }
}
