using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using Quanta.Formats.Files;

namespace Quanta.Formats.Pickles;

/// <summary>Reads the arguments of opcodes. Every length is checked against what is left before anything is allocated.</summary>
internal sealed class PickleCursor(ByteSource source, long start)
{
    private const int LongestNumber = 1000;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public long Position { get; private set; } = start;

    public byte Byte() => Take(1UL)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public double BigEndianDouble() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    public ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)(source.Length - Position) || length > (ulong)Array.MaxLength)
        {
            throw source.Bad($"the pickle claims a value of {length} bytes at byte {Position}, but only {source.Length - Position} are left; "
                + "it is truncated or damaged.");
        }
        var bytes = source.Span(Position, (int)length);
        Position += (long)length;
        return bytes;
    }

    /// <summary>UTF-8 text.</summary>
    public string Text(ulong length)
    {
        try
        {
            return StrictUtf8.GetString(Take(length));
        }
        catch (DecoderFallbackException exception)
        {
            throw source.Bad($"the text that ends at byte {Position} of the pickle is not valid UTF-8.", exception);
        }
    }

    /// <summary>A Python 2 string: text where it is ASCII, else bytes.</summary>
    public object AsciiOrBytes(ulong length)
    {
        var bytes = Take(length);
        return Ascii.IsValid(bytes) ? Encoding.ASCII.GetString(bytes) : bytes.ToArray();
    }

    /// <summary>A two's complement little-endian integer of any length.</summary>
    public object Integer(ulong length) => Shrink(new BigInteger(Take(length)));

    /// <summary>The rest of a line as Latin-1, without its end.</summary>
    public string Line()
    {
        var rest = source.Span(Position, (int)Math.Min(source.Length - Position, Array.MaxLength));
        var length = rest.IndexOf((byte)'\n');
        if (length < 0) throw source.Bad($"the pickle ends within the line that begins at byte {Position}; it is truncated.");
        Position += length + 1;
        return Encoding.Latin1.GetString(rest[..length]);
    }

    /// <summary>A line that is a decimal integer; "00" and "01" are False and True, and a final L is left out.</summary>
    public object IntegerLine()
    {
        var line = Line();
        if (line is "00" or "01") return line == "01";
        var digits = line.Length <= LongestNumber ? line.TrimEnd('L') : "";
        if (!BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            throw source.Bad($"the pickle's line before byte {Position} is no whole number.");
        return Shrink(value);
    }

    /// <summary>A line that is a decimal number, inf, -inf or nan.</summary>
    public double FloatLine() => Line() switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" => double.NaN,
        var line when double.TryParse(line, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) => value,
        _ => throw source.Bad($"the pickle's line before byte {Position} is no number."),
    };

    /// <summary>A line that is the number of a memo entry.</summary>
    public long MemoKeyLine() => IntegerLine() as long? ?? throw source.Bad($"the pickle's line before byte {Position} is no memo entry.");

    private static object Shrink(BigInteger value)
    {
        if (value < long.MinValue || value > long.MaxValue) return value;
        var small = (long)value;
        return small;
    }
}

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
