using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Quanta.Reporting.Rendering;

/// <summary>The numbered objects of a PDF file (ISO 32000-1), and the file around them.</summary>
internal sealed class PdfObjects
{
    private readonly List<byte[]?> _objects = [];

    /// <summary>Takes a number now for an object whose content comes later.</summary>
    public int Reserve()
    {
        _objects.Add(null);
        return _objects.Count;
    }

    public int Add(string content)
    {
        var number = Reserve();
        Set(number, content);
        return number;
    }

    public void Set(int number, string content) => _objects[number - 1] = Encoding.Latin1.GetBytes(content);

    /// <summary>A compressed stream; the dictionary's entries are given without its brackets.</summary>
    public int AddStream(string entries, ReadOnlySpan<byte> content)
    {
        using var buffer = new MemoryStream();
        using (var zlib = new ZLibStream(buffer, CompressionLevel.SmallestSize, leaveOpen: true)) zlib.Write(content);
        var head = $"<<{entries}/Filter/FlateDecode/Length {Number(buffer.Length)}>>\nstream\n";
        _objects.Add([.. Encoding.Latin1.GetBytes(head), .. buffer.ToArray(), .. "\nendstream"u8]);
        return _objects.Count;
    }

    /// <summary>
    /// Writes the file: header, objects in order, cross-reference table, trailer. No date and no random identifier, so equal charts give equal files.
    /// </summary>
    public void Write(Stream destination, int catalog, int information)
    {
        using var file = new MemoryStream();
        file.Write("%PDF-1.7\n%\u00E2\u00E3\u00CF\u00D3\n"u8);
        var table = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"xref\n0 {_objects.Count + 1}\n0000000000 65535 f \n"));
        for (var i = 0; i < _objects.Count; i++)
        {
            table.Append(CultureInfo.InvariantCulture, $"{file.Length:D10} 00000 n \n");
            file.Write(Encoding.Latin1.GetBytes($"{Number(i + 1)} 0 obj\n"));
            file.Write(_objects[i] ?? throw new InvalidOperationException($"The PDF object {i + 1} was reserved, but never written."));
            file.Write("\nendobj\n"u8);
        }
        var start = file.Length;
        file.Write(Encoding.Latin1.GetBytes(table.ToString()));
        file.Write(Encoding.Latin1.GetBytes($"trailer\n<</Size {Number(_objects.Count + 1)}/Root {Number(catalog)} 0 R/Info {Number(information)} "
            + $"0 R>>\nstartxref\n{Number(start)}\n%%EOF\n"));
        file.WriteTo(destination);
    }

    /// <summary>Any text as a PDF string.</summary>
    public static string Text(string text) => $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";

    /// <summary>A number as PDF writes it: no exponent, at most three decimals.</summary>
    public static string Number(double value) => (Math.Round(Math.Clamp(value, -1e6, 1e9), 3) + 0.0).ToString("0.###", CultureInfo.InvariantCulture);
}
