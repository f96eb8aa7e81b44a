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
