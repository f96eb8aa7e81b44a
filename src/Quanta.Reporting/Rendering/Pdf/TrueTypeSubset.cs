using System.Buffers.Binary;
using System.Text;

namespace Quanta.Reporting.Rendering;

/// <summary>A font file with the outlines of some glyphs only. Glyph numbers stay as they are, so that text needs no renumbering.</summary>
internal static class TrueTypeSubset
{
    private const int ArgumentsAreWords = 1, HasScale = 8, MoreComponents = 32, HasTwoScales = 64, HasMatrix = 128;
    private static readonly string[] Copied = ["cvt ", "fpgm", "hhea", "hmtx", "maxp", "prep"];

    public static byte[] Of(TrueTypeFont font, IEnumerable<int> glyphs)
    {
        var kept = WithComponents(font, glyphs);
        var (outlines, offsets) = (new MemoryStream(), new byte[4 * (font.GlyphCount + 1)]);
        for (var glyph = 0; glyph < font.GlyphCount; glyph++)
        {
            BinaryPrimitives.WriteInt32BigEndian(offsets.AsSpan(4 * glyph), (int)outlines.Length);
            if (!kept.Contains(glyph)) continue;
            outlines.Write(font.Outline(glyph));
            while (outlines.Length % 4 != 0) outlines.WriteByte(0);
        }
        BinaryPrimitives.WriteInt32BigEndian(offsets.AsSpan(4 * font.GlyphCount), (int)outlines.Length);
        var head = font.Table("head").ToArray();
        BinaryPrimitives.WriteInt16BigEndian(head.AsSpan(50), 1); // offsets are long
        var tables = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["glyf"] = outlines.ToArray(),
            ["head"] = head,
            ["loca"] = offsets,
        };
        foreach (var name in Copied)
            if (font.Table(name) is { Length: > 0 } table) tables[name] = table.ToArray();
        return Assemble(tables);
    }

    // Accented letters are made of other glyphs, which come along; glyph 0 stands for what the font has not.
    private static HashSet<int> WithComponents(TrueTypeFont font, IEnumerable<int> glyphs)
    {
        var (kept, open) = (new HashSet<int>(), new Stack<int>(glyphs.Append(0)));
        while (open.TryPop(out var glyph))
        {
            if (!kept.Add(glyph)) continue;
            foreach (var component in ComponentsOf(font.Outline(glyph))) open.Push(component);
        }
        return kept;
    }

    private static List<int> ComponentsOf(ReadOnlySpan<byte> outline)
    {
        var components = new List<int>();
        if (outline.Length == 0 || BinaryPrimitives.ReadInt16BigEndian(outline) >= 0) return components;
        for (int at = 10, flags = MoreComponents; (flags & MoreComponents) != 0;)
        {
            flags = BinaryPrimitives.ReadUInt16BigEndian(outline[at..]);
            components.Add(BinaryPrimitives.ReadUInt16BigEndian(outline[(at + 2)..]));
            at += 4 + ((flags & ArgumentsAreWords) != 0 ? 4 : 2);
            at += (flags & HasScale) != 0 ? 2 : (flags & HasTwoScales) != 0 ? 4 : (flags & HasMatrix) != 0 ? 8 : 0;
        }
        return components;
    }

    private static byte[] Assemble(SortedDictionary<string, byte[]> tables)
    {
        var (directory, body) = (new byte[12 + 16 * tables.Count], new MemoryStream());
        BinaryPrimitives.WriteUInt32BigEndian(directory, 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(directory.AsSpan(4), (ushort)tables.Count);
        foreach (var (i, (name, table)) in tables.Index())
        {
            var entry = directory.AsSpan(12 + 16 * i);
            Encoding.ASCII.GetBytes(name, entry);
            BinaryPrimitives.WriteUInt32BigEndian(entry[4..], Checksum(table));
            BinaryPrimitives.WriteInt32BigEndian(entry[8..], directory.Length + (int)body.Length);
            BinaryPrimitives.WriteInt32BigEndian(entry[12..], table.Length);
            body.Write(table);
            while (body.Length % 4 != 0) body.WriteByte(0);
        }
        return [.. directory, .. body.ToArray()];
    }

    private static uint Checksum(ReadOnlySpan<byte> table)
    {
        uint sum = 0;
        for (var i = 0; i < table.Length; i++) sum += (uint)table[i] << (8 * (3 - i % 4));
        return sum;
    }
}
