using System.Globalization;
using System.Text;

namespace Quanta.Reporting.Rendering;

/// <summary>
/// A font of one PDF file: remembers the glyphs that text uses and embeds those, with a map back to characters so that text can be copied.
/// </summary>
internal sealed class PdfFont(TrueTypeFont font, string name)
{
    private readonly SortedDictionary<int, Rune> _used = [];

    /// <summary>The text's glyphs, two bytes each, in hexadecimal.</summary>
    public string Encode(string text)
    {
        var hex = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var glyph = font.GlyphOf(rune);
            _used.TryAdd(glyph, rune);
            hex.Append(CultureInfo.InvariantCulture, $"{glyph:X4}");
        }
        return hex.ToString();
    }

    /// <summary>The text's width at a size, in the unit of the size.</summary>
    public double Width(string text, double size) => text.EnumerateRunes().Sum(rune => font.Advance(font.GlyphOf(rune))) * size / 1000;

    /// <summary>Writes the font's objects and returns the number of the one that pages refer to.</summary>
    public int Embed(PdfObjects objects)
    {
        var box = font.Box;
        var subset = TrueTypeSubset.Of(font, _used.Keys);
        var file = objects.AddStream($"/Length1 {PdfObjects.Number(subset.Length)}", subset);
        var descriptor = objects.Add(string.Create(CultureInfo.InvariantCulture,
            $"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[{box.Left} {box.Bottom} {box.Right} {box.Top}]/ItalicAngle 0/Ascent "
                + $"{box.Ascent}/Descent {box.Descent}/CapHeight {box.Ascent}/StemV 80/FontFile2 {file} 0 R>>"));
        var widths = string.Concat(_used.Keys.Select(glyph => string.Create(CultureInfo.InvariantCulture, $"{glyph}[{font.Advance(glyph)}]")));
        var descendant = objects.Add(string.Create(CultureInfo.InvariantCulture,
            $"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement "
                + $"0>>/CIDToGIDMap/Identity/FontDescriptor {descriptor} 0 R/W[{widths}]>>"));
        var characters = objects.AddStream("", Encoding.ASCII.GetBytes(CharacterMap()));
        return objects.Add(string.Create(CultureInfo.InvariantCulture,
            $"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]/ToUnicode {characters} 0 R>>"));
    }

    private string CharacterMap()
    {
        var map = new StringBuilder("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Glyphs def\n/CMapType 2 def\n");
        map.Append("1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
        foreach (var block in _used.Chunk(100)) // the most that a block may hold
        {
            map.Append(CultureInfo.InvariantCulture, $"{block.Length} beginbfchar\n");
            foreach (var (glyph, rune) in block)
                map.Append(CultureInfo.InvariantCulture,
                    $"<{glyph:X4}> <{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(rune.ToString()))}>\n");
            map.Append("endbfchar\n");
        }
        return map.Append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n").ToString();
    }
}
