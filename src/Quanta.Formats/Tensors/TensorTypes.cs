using System.Runtime.InteropServices;
using Quanta.Formats.Arrays;

namespace Quanta.Formats.Tensors;

/// <summary>Sizes of element types and conversions of raw elements.</summary>
internal static class TensorTypes
{
    /// <summary>Bytes an element.</summary>
    public static int Size(TensorType type) => type switch
    {
        TensorType.Float64 or TensorType.Int64 or TensorType.UInt64 => 8,
        TensorType.Float32 or TensorType.Int32 or TensorType.UInt32 => 4,
        TensorType.Float16 or TensorType.BFloat16 or TensorType.Int16 or TensorType.UInt16 => 2,
        TensorType.Int8 or TensorType.UInt8 or TensorType.Bool => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "The type is unknown."),
    };

    public static bool IsFloat(TensorType type) => type is TensorType.Float64 or TensorType.Float32 or TensorType.Float16 or TensorType.BFloat16;

    /// <summary>Converts raw elements of a floating-point type.</summary>
    public static void ToSingle(TensorType type, ReadOnlySpan<byte> raw, Span<float> destination)
    {
        switch (type)
        {
            case TensorType.Float32: MemoryMarshal.Cast<byte, float>(raw).CopyTo(destination); break;
            case TensorType.Float16: NumberConversion.Convert(MemoryMarshal.Cast<byte, Half>(raw), destination); break;
            case TensorType.BFloat16: BFloat16.ToSingle(MemoryMarshal.Cast<byte, ushort>(raw), destination); break;
            case TensorType.Float64: NumberConversion.Convert(MemoryMarshal.Cast<byte, double>(raw), destination); break;
            default: throw new ArgumentOutOfRangeException(nameof(type), type, "The type is not a floating-point type.");
        }
    }

    /// <summary>Converts raw elements of an integer type.</summary>
    /// <returns>The index of the first that is too large, or <see cref="NumberConversion.AllExact"/>.</returns>
    public static int ToInt64(TensorType type, ReadOnlySpan<byte> raw, Span<long> destination) => type switch
    {
        TensorType.Int64 => NumberConversion.Convert(MemoryMarshal.Cast<byte, long>(raw), destination),
        TensorType.Int32 => NumberConversion.Convert(MemoryMarshal.Cast<byte, int>(raw), destination),
        TensorType.Int16 => NumberConversion.Convert(MemoryMarshal.Cast<byte, short>(raw), destination),
        TensorType.Int8 => NumberConversion.Convert(MemoryMarshal.Cast<byte, sbyte>(raw), destination),
        TensorType.UInt64 => NumberConversion.Convert(MemoryMarshal.Cast<byte, ulong>(raw), destination),
        TensorType.UInt32 => NumberConversion.Convert(MemoryMarshal.Cast<byte, uint>(raw), destination),
        TensorType.UInt16 => NumberConversion.Convert(MemoryMarshal.Cast<byte, ushort>(raw), destination),
        TensorType.UInt8 or TensorType.Bool => NumberConversion.Convert(raw, destination),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "The type is not an integer type."),
    };
}
