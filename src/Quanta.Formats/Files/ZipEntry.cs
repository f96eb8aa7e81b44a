using System.IO.Compression;
using System.IO.Hashing;

namespace Quanta.Formats.Files;

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
