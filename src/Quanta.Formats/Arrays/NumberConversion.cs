using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Quanta.Formats.Arrays;

/// <summary>Converts arrays between number types so that no integer changes its value.</summary>
/// <remarks>Floats to floats round to the nearest (too large becomes infinity). Integers convert where the value is exact, else the first inexact
/// element is reported. Floats never convert to integers. This is vectorised wherever the values allow it.</remarks>
internal static class NumberConversion
{
    /// <summary>The index that means "every element was converted".</summary>
    public const int AllExact = -1;

    public static bool IsFloat<T>() => typeof(T) == typeof(float) || typeof(T) == typeof(double) || typeof(T) == typeof(Half);

    /// <summary>Converts source to destination, of equal length.</summary>
    /// <returns>The index of the first integer that the destination's type cannot hold exactly, or <see cref="AllExact"/>.</returns>
    public static int Convert<TFrom, TTo>(ReadOnlySpan<TFrom> source, Span<TTo> destination)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        if (source.IsEmpty) return AllExact;
        if (typeof(TFrom) == typeof(TTo)) MemoryMarshal.Cast<TFrom, TTo>(source).CopyTo(destination);
        else if (typeof(TFrom) == typeof(Half) && typeof(TTo) == typeof(float))
            TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<TFrom, Half>(source), MemoryMarshal.Cast<TTo, float>(destination));
        else if (IsFloat<TFrom>() || AllInExactRange<TFrom, TTo>(source)) TensorPrimitives.ConvertTruncating(source, destination);
        else return ConvertOneByOne(source, destination);
        return AllExact;
    }

    private static bool AllInExactRange<TFrom, TTo>(ReadOnlySpan<TFrom> source)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        var (least, greatest) = ExactRange<TTo>();
        return Int128.CreateTruncating(TensorPrimitives.Min(source)) >= least && Int128.CreateTruncating(TensorPrimitives.Max(source)) <= greatest;
    }

    private static int ConvertOneByOne<TFrom, TTo>(ReadOnlySpan<TFrom> source, Span<TTo> destination)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        var (least, greatest) = ExactRange<TTo>();
        for (var i = 0; i < source.Length; i++)
        {
            var value = Int128.CreateTruncating(source[i]);
            destination[i] = TTo.CreateTruncating(source[i]);
            if ((value < least || value > greatest) && !(IsFloat<TTo>() && Int128.CreateSaturating(destination[i]) == value)) return i;
        }
        return AllExact;
    }

    /// <summary>The range within which every integer is exact in T.</summary>
    private static (Int128 Least, Int128 Greatest) ExactRange<T>()
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(Half)) return (-(1 << 11), 1 << 11);
        if (typeof(T) == typeof(float)) return (-(1 << 24), 1 << 24);
        if (typeof(T) == typeof(double)) return (-(1L << 53), 1L << 53);
        var bits = 8 * Unsafe.SizeOf<T>();
        return T.IsNegative(unchecked(T.CreateTruncating(-1)))
            ? (-(Int128.One << (bits - 1)), (Int128.One << (bits - 1)) - 1)
            : (0, (Int128.One << bits) - 1);
    }
}

/// <summary>bfloat16: the upper half of a float32.</summary>
internal static class BFloat16
{
    /// <summary>Converts bit patterns to float32, exactly.</summary>
    public static void ToSingle(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        var bits = MemoryMarshal.Cast<float, uint>(destination)[..source.Length];
        var i = 0;
        for (; i <= source.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(source[i..]), out var lower, out var upper);
            Vector.ShiftLeft(lower, 16).CopyTo(bits[i..]);
            Vector.ShiftLeft(upper, 16).CopyTo(bits[(i + Vector<uint>.Count)..]);
        }
        for (; i < source.Length; i++) bits[i] = (uint)source[i] << 16;
    }
}

/// <summary>Values as they lie in memory, which is little-endian: big-endian machines are not supported.</summary>
internal static class RawValues
{
    private const int ChunkElements = 1 << 24; // a span of bytes ends at 2^31, so a longer span of values is cut

    public static void Write<T>(Stream stream, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        for (var start = 0; start < values.Length; start += ChunkElements)
            stream.Write(MemoryMarshal.AsBytes(values.Slice(start, Math.Min(ChunkElements, values.Length - start))));
    }
}
