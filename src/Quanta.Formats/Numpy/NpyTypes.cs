using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.InteropServices;
using Quanta.Formats.Arrays;

namespace Quanta.Formats.Numpy;

/// <summary>What is known of each <see cref="NpyType"/>: its name in a header, its size, its .NET type.</summary>
internal static class NpyTypes
{
    private static readonly (NpyType Type, string Descriptor, Type Element)[] Table =
    [
        (NpyType.Float16, "<f2", typeof(Half)),
        (NpyType.Float32, "<f4", typeof(float)),
        (NpyType.Float64, "<f8", typeof(double)),
        (NpyType.Int8, "|i1", typeof(sbyte)),
        (NpyType.Int16, "<i2", typeof(short)),
        (NpyType.Int32, "<i4", typeof(int)),
        (NpyType.Int64, "<i8", typeof(long)),
        (NpyType.UInt8, "|u1", typeof(byte)),
        (NpyType.UInt16, "<u2", typeof(ushort)),
        (NpyType.UInt32, "<u4", typeof(uint)),
        (NpyType.UInt64, "<u8", typeof(ulong)),
        (NpyType.Bool, "|b1", typeof(bool)),
    ];

    public static string Descriptor(NpyType type) => Array.Find(Table, row => row.Type == type).Descriptor;

    /// <summary>Bytes an element.</summary>
    public static int Size(NpyType type) => Descriptor(type)[2] - '0';

    /// <exception cref="ArgumentException">T is not a type of .npy elements.</exception>
    public static NpyType Of<T>()
    {
        if (Array.Find(Table, row => row.Element == typeof(T)) is { Descriptor: not null } row) return row.Type;
        var known = string.Join(", ", Table.Select(row => row.Element.Name));
        throw new ArgumentException($"Values of type {typeof(T).Name} cannot be stored in .npy files; the types are {known}.");
    }

    /// <summary>The type of a descriptor such as <c>&lt;f4</c>, or null. One-byte types have no byte order, so theirs is ignored.</summary>
    public static NpyType? Parse(string descriptor)
    {
        var normal = descriptor is [_, _, '1'] ? "|" + descriptor[1..] : descriptor;
        return Array.Find(Table, row => row.Descriptor == normal) is { Descriptor: not null } row ? row.Type : null;
    }

    public static bool IsFloat(NpyType type) => type is NpyType.Float16 or NpyType.Float32 or NpyType.Float64;

    /// <summary>An array of <paramref name="count"/> elements, not cleared.</summary>
    public static Array Allocate(NpyType type, int count) => type switch
    {
        NpyType.Float16 => GC.AllocateUninitializedArray<Half>(count),
        NpyType.Float32 => GC.AllocateUninitializedArray<float>(count),
        NpyType.Float64 => GC.AllocateUninitializedArray<double>(count),
        NpyType.Int8 => GC.AllocateUninitializedArray<sbyte>(count),
        NpyType.Int16 => GC.AllocateUninitializedArray<short>(count),
        NpyType.Int32 => GC.AllocateUninitializedArray<int>(count),
        NpyType.Int64 => GC.AllocateUninitializedArray<long>(count),
        NpyType.UInt8 => GC.AllocateUninitializedArray<byte>(count),
        NpyType.UInt16 => GC.AllocateUninitializedArray<ushort>(count),
        NpyType.UInt32 => GC.AllocateUninitializedArray<uint>(count),
        NpyType.UInt64 => GC.AllocateUninitializedArray<ulong>(count),
        NpyType.Bool => GC.AllocateUninitializedArray<bool>(count),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "The type is unknown."),
    };

    /// <summary>Converts raw elements; see <see cref="NumberConversion"/>. Bool counts as 0 and 1.</summary>
    public static int Convert<T>(NpyType type, ReadOnlySpan<byte> raw, Span<T> destination)
        where T : unmanaged, INumber<T> => type switch
        {
            NpyType.Float16 => NumberConversion.Convert(MemoryMarshal.Cast<byte, Half>(raw), destination),
            NpyType.Float32 => NumberConversion.Convert(MemoryMarshal.Cast<byte, float>(raw), destination),
            NpyType.Float64 => NumberConversion.Convert(MemoryMarshal.Cast<byte, double>(raw), destination),
            NpyType.Int8 => NumberConversion.Convert(MemoryMarshal.Cast<byte, sbyte>(raw), destination),
            NpyType.Int16 => NumberConversion.Convert(MemoryMarshal.Cast<byte, short>(raw), destination),
            NpyType.Int32 => NumberConversion.Convert(MemoryMarshal.Cast<byte, int>(raw), destination),
            NpyType.Int64 => NumberConversion.Convert(MemoryMarshal.Cast<byte, long>(raw), destination),
            NpyType.UInt8 or NpyType.Bool => NumberConversion.Convert(raw, destination),
            NpyType.UInt16 => NumberConversion.Convert(MemoryMarshal.Cast<byte, ushort>(raw), destination),
            NpyType.UInt32 => NumberConversion.Convert(MemoryMarshal.Cast<byte, uint>(raw), destination),
            NpyType.UInt64 => NumberConversion.Convert(MemoryMarshal.Cast<byte, ulong>(raw), destination),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "The type is unknown."),
        };

    /// <summary>One element as text, for messages.</summary>
    public static string Text(NpyType type, ReadOnlySpan<byte> element)
    {
        Span<double> asDouble = stackalloc double[1];
        if (IsFloat(type))
        {
            Convert(type, element, asDouble);
            return asDouble[0].ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        }
        Span<Int128> asInteger = stackalloc Int128[1];
        Convert(type, element, asInteger);
        return asInteger[0].ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}

/// <summary>The element types of .npy files that are read and written, little-endian.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "These are the field's names of element types.")]
public enum NpyType
{
    Float16,
    Float32,
    Float64,
    Int32,
    Int64,
    UInt8,
    UInt16,
    UInt32,
    Int8,
    Int16,
    UInt64,

    /// <summary>One byte, 0 or 1.</summary>
    Bool,
}
