using System.Globalization;
using System.Text;

namespace Quanta.Formats.Pickles;

/// <summary>The escapes of protocol 0's text.</summary>
internal static class PickleText
{
    /// <summary>Python's raw-unicode-escape: only \uXXXX and \UXXXXXXXX are escapes.</summary>
    public static string RawUnicode(string line) => Unescape(line, (text, at) => text[at] switch
    {
        'u' => Hexadecimal(text, at + 1, 4),
        'U' => Hexadecimal(text, at + 1, 8),
        _ => null,
    });

    /// <summary>A quoted Python 2 string: \\ \' \" \n \r \t and \xHH.</summary>
    public static string Quoted(string line)
    {
        if (line.Length < 2 || line[0] is not ('\'' or '"') || line[^1] != line[0]) throw new FormatException("a string is not quoted");
        return Unescape(line[1..^1], (text, at) => text[at] switch
        {
            '\\' or '\'' or '"' => (text[at].ToString(), at + 1),
            'n' => ("\n", at + 1),
            'r' => ("\r", at + 1),
            't' => ("\t", at + 1),
            'x' => Hexadecimal(text, at + 1, 2),
            _ => throw new FormatException($"a string holds the escape \\{text[at]}"),
        });
    }

    /// <param name="line">The text.</param>
    /// <param name="escape">From the position after a backslash to what it stands for and the position after it; null where the backslash stands for
    /// itself.</param>
    private static string Unescape(string line, Func<string, int, (string Text, int Next)?> escape)
    {
        if (!line.Contains('\\')) return line;
        var result = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length;)
        {
            if (line[i] == '\\' && i + 1 < line.Length && escape(line, i + 1) is var (text, next))
            {
                result.Append(text);
                i = next;
            }
            else
            {
                result.Append(line[i++]);
            }
        }
        return result.ToString();
    }

    private static (string Text, int Next)? Hexadecimal(string text, int start, int digits)
    {
        var hexadecimal = text.AsSpan(start, Math.Min(digits, text.Length - start));
        var isNumber = int.TryParse(hexadecimal, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code);
        if (!isNumber || hexadecimal.Length < digits || (digits == 8 && !Rune.IsValid(code)))
            throw new FormatException("a string holds a damaged escape");
        return (code <= char.MaxValue ? ((char)code).ToString() : char.ConvertFromUtf32(code), start + digits);
    }
}
