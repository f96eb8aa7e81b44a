using System.Buffers.Binary;
using System.Text;
using Quanta.Formats.Arrays;
using Quanta.Formats.Files;

namespace Quanta.Formats.Numpy;

/// <summary>The header of a .npy file (NumPy enhancement proposal 1; versions 1.0, 2.0 and 3.0).</summary>
/// <remarks>Elements begin at byte DataOffset.</remarks>
internal sealed record NpyHeader(NpyType Type, bool FortranOrder, long[] Shape, long DataOffset)
{
    /// <summary>What readers ask for where they find something else.</summary>
    public const string Required = "a .npy file";

    private const int LongestHeader = 1 << 16, MostAxes = 64, Alignment = 64;

    /// <summary>Room that NumPy leaves for the first axis to grow in place.</summary>
    private const int GrowthDigits = 21;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    public long Count => ArrayShape.Count(Shape) ?? throw new InvalidOperationException("The shape was not checked.");

    /// <summary>Reads the header and checks that the elements it claims are exactly what follows it.</summary>
    public static NpyHeader Read(ByteSource file)
    {
        if (file.Length < 10 || !file.Span(0, 6).SequenceEqual(Magic))
            throw file.Bad("it is no .npy file: it does not begin with the signature \\x93NUMPY and a header.");
        var (start, length) = Extent(file);
        var header = Parse(file, file.Span(start, length), start + length);
        var needed = ArrayShape.Bytes(header.Shape, NpyTypes.Size(header.Type));
        var found = file.Length - header.DataOffset;
        if (needed != found)
        {
            throw file.Bad($"the header claims {header.Type} values of shape {ArrayShape.Text(header.Shape)}, "
                + $"which are {needed?.ToString() ?? "more than 2^63"} bytes, but {found} bytes follow it; the file is truncated or damaged.");
        }
        return header;
    }

    /// <summary>The header that NumPy (1.24) writes for C order, byte for byte.</summary>
    public static byte[] Format(NpyType type, ReadOnlySpan<long> shape)
    {
        var text = $"{{'descr': '{NpyTypes.Descriptor(type)}', 'fortran_order': False, 'shape': {ArrayShape.Text(shape)}, }}";
        if (shape.Length > 0) text += new string(' ', GrowthDigits - shape[0].ToString().Length);
        var prefix = Magic.Length + 4;
        var padding = Alignment - (prefix + text.Length + 1) % Alignment;
        var header = new byte[prefix + text.Length + padding + 1];
        Magic.CopyTo(header);
        header[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), checked((ushort)(header.Length - prefix)));
        header.AsSpan(prefix).Fill((byte)' ');
        Encoding.ASCII.GetBytes(text, header.AsSpan(prefix));
        header[^1] = (byte)'\n';
        return header;
    }

    private static (long Start, int Length) Extent(ByteSource file)
    {
        var (major, minor) = (file.Span(6, 1)[0], file.Span(7, 1)[0]);
        if (major is not (1 or 2 or 3) || minor != 0) throw file.Bad($"its .npy version is {major}.{minor}, but 1.0, 2.0 or 3.0 is required.");
        long start = major == 1 ? 10 : 12;
        long length = major == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(file.Span(8, 2))
            : BinaryPrimitives.ReadUInt32LittleEndian(file.Span(8, 4));
        if (length > LongestHeader || length > file.Length - start)
        {
            throw file.Bad(
                $"the header claims a length of {length} bytes, but at most {LongestHeader} are allowed and {file.Length - start} follow.");
        }
        return (start, (int)length);
    }

    private static NpyHeader Parse(ByteSource file, ReadOnlySpan<byte> text, long dataOffset)
    {
        try
        {
            if (PythonLiteral.Parse(text) is not Dictionary<string, object?> entries) throw new FormatException("it is no dictionary");
            if (entries.GetValueOrDefault("fortran_order") is not bool fortranOrder)
                throw new FormatException("'fortran_order' is not True or False");
            var (type, shape) = (ParseType(entries.GetValueOrDefault("descr")), ParseShape(entries.GetValueOrDefault("shape")));
            return new NpyHeader(type, fortranOrder, shape, dataOffset);
        }
        catch (FormatException exception)
        {
            throw file.Bad($"the .npy header cannot be read: {exception.Message}.", exception);
        }
    }

    private static NpyType ParseType(object? descriptor) => descriptor switch
    {
        string text when NpyTypes.Parse(text) is { } type => type,
        string text when text.StartsWith('>') =>
            throw new FormatException($"the elements are big-endian ('{text}'); save them again with .astype('<{text[1..]}')"),
        string text => throw new FormatException($"the element type '{text}' is not supported; f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 and b1 are"),
        _ => throw new FormatException("'descr' names no plain element type; structured arrays are not supported"),
    };

    private static long[] ParseShape(object? shape)
    {
        if (shape is not object?[] sizes || !Array.TrueForAll(sizes, size => size is >= 0L))
            throw new FormatException("'shape' is no tuple of sizes");
        if (sizes.Length > MostAxes) throw new FormatException($"'shape' has {sizes.Length} axes, but at most {MostAxes} are allowed");
        return Array.ConvertAll(sizes, size => (long)size!);
    }
}
