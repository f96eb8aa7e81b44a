using System.Buffers.Binary;
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
