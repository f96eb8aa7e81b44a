using System.Numerics;
using System.Runtime.InteropServices;

namespace Quanta.Formats.Arrays;

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
