using System.Buffers.Binary;
using System.Text;

namespace Quanta.Reporting.Rendering;

/// <summary>
/// A TrueType file read far enough to set text and to embed the glyphs in use: tables head, hhea, hmtx, maxp, cmap (formats 4 and 12), loca and glyf
/// of the OpenType specification.
/// </summary>
internal sealed class TrueTypeFont
{
    private readonly byte[] _file;
    private readonly Dictionary<string, (int Offset, int Length)> _tables = [];
    private readonly int _unitsPerEm, _longMetrics;
    private readonly bool _longOffsets;
    private readonly int _characterMap;

    private TrueTypeFont(byte[] file)
    {
        _file = file;
        for (var i = 0; i < U16(4); i++)
        {
            var entry = 12 + 16 * i;
            _tables[Encoding.ASCII.GetString(file, entry, 4)] = (checked((int)U32(entry + 8)), checked((int)U32(entry + 12)));
        }
        _unitsPerEm = U16(At("head") + 18);
        _longOffsets = U16(At("head") + 50) == 1;
        _longMetrics = U16(At("hhea") + 34);
        GlyphCount = U16(At("maxp") + 4);
        _characterMap = FindCharacterMap();
    }

    public int GlyphCount { get; }

    /// <summary>The bounding box and the ascent and descent of the whole font, in thousandths of the font size.</summary>
    public (int Left, int Bottom, int Right, int Top, int Ascent, int Descent) Box => (
        Thousandths(I16(At("head") + 36)), Thousandths(I16(At("head") + 38)), Thousandths(I16(At("head") + 40)), Thousandths(I16(At("head") + 42)),
        Thousandths(I16(At("hhea") + 4)), Thousandths(I16(At("hhea") + 6)));

    /// <summary>Reads a font file.</summary>
    /// <exception cref="InvalidDataException">It is not a TrueType font with outlines and a Unicode character map.</exception>
    public static TrueTypeFont Read(string path)
    {
        try
        {
            return new TrueTypeFont(File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is ArgumentException or IndexOutOfRangeException or KeyNotFoundException or OverflowException)
        {
            throw new InvalidDataException($"{path} must be a TrueType font with outlines and a Unicode character map, but its tables cannot be "
                + $"read: {error.Message}", error);
        }
    }

    /// <summary>The glyph of a character; 0, the box, where the font has none.</summary>
    public int GlyphOf(Rune rune) => U16(_characterMap) == 12 ? GlyphInGroups(rune.Value) : rune.IsBmp ? GlyphInSegments(rune.Value) : 0;

    /// <summary>A glyph's advance in thousandths of the font size.</summary>
    public int Advance(int glyph) => Thousandths(U16(At("hmtx") + 4 * Math.Min(glyph, _longMetrics - 1)));

    /// <summary>A table's bytes; empty where the font has none.</summary>
    public ReadOnlySpan<byte> Table(string name) => _tables.TryGetValue(name, out var table) ? _file.AsSpan(table.Offset, table.Length) : [];

    /// <summary>A glyph's outline; empty for a space.</summary>
    public ReadOnlySpan<byte> Outline(int glyph)
    {
        var (start, end) = (OffsetOf(glyph), OffsetOf(glyph + 1));
        return _file.AsSpan(At("glyf") + start, end - start);
    }

    private int OffsetOf(int glyph) => _longOffsets ? checked((int)U32(At("loca") + 4 * glyph)) : 2 * U16(At("loca") + 2 * glyph);

    // The richest Unicode map there is: the full one (platform 3, encoding 10) before the basic plane (3, 1).
    private int FindCharacterMap()
    {
        var (map, best) = (At("cmap"), 0);
        for (var i = 0; i < U16(map + 2); i++)
        {
            var (platform, encoding, table) = (U16(map + 4 + 8 * i), U16(map + 6 + 8 * i), map + checked((int)U32(map + 8 + 8 * i)));
            if (platform == 3 && ((encoding == 10 && U16(table) == 12) || (encoding == 1 && U16(table) == 4 && best == 0))) best = table;
        }
        return best > 0 ? best : throw new ArgumentException("no Unicode character map of format 4 or 12.");
    }

    private int GlyphInGroups(int code)
    {
        var (low, high) = (0, checked((int)U32(_characterMap + 12)) - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var group = _characterMap + 16 + 12 * middle;
            if (code < U32(group)) high = middle - 1;
            else if (code > U32(group + 4)) low = middle + 1;
            else return (int)(U32(group + 8) + code - U32(group));
        }
        return 0;
    }

    private int GlyphInSegments(int code)
    {
        var twice = U16(_characterMap + 6);
        var (ends, starts) = (_characterMap + 14, _characterMap + 16 + twice);
        for (var i = 0; i < twice; i += 2)
        {
            if (code > U16(ends + i)) continue;
            if (code < U16(starts + i)) return 0;
            var (delta, range) = (U16(starts + twice + i), U16(starts + 2 * twice + i));
            if (range == 0) return (code + delta) & 0xFFFF;
            var glyph = U16(starts + 2 * twice + i + range + 2 * (code - U16(starts + i)));
            return glyph == 0 ? 0 : (glyph + delta) & 0xFFFF;
        }
        return 0;
    }

    private int Thousandths(int units) => (int)Math.Round(1000.0 * units / _unitsPerEm);

    private int At(string table) => _tables[table].Offset;

    private int U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(_file.AsSpan(at));

    private int I16(int at) => BinaryPrimitives.ReadInt16BigEndian(_file.AsSpan(at));

    private uint U32(int at) => BinaryPrimitives.ReadUInt32BigEndian(_file.AsSpan(at));
}
