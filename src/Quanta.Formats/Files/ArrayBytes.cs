using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Quanta.Formats.Files;

/// <summary>The memory of an array of any unmanaged element type as a source.</summary>
internal sealed class ArrayBytes(string name, Array array) : ByteSource(name, ByteLength(array))
{
    protected override ReadOnlySpan<T> SpanUnchecked<T>(long offset, int count)
    {
        ref var start = ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(array), (nint)offset);
        return MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref start), count);
    }

    private static long ByteLength(Array array) => array.LongLength * ElementSize(array);

    private static int ElementSize(Array array) => array switch
    {
        byte[] or sbyte[] or bool[] => 1,
        short[] or ushort[] or Half[] => 2,
        int[] or uint[] or float[] => 4,
        long[] or ulong[] or double[] => 8,
        _ => throw new ArgumentException($"An array of {array.GetType().GetElementType()} is not an array of numbers.", nameof(array)),
    };
}
