namespace Quanta.Formats.Files;

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
