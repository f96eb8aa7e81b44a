using System.Runtime.InteropServices;
using Quanta.Formats.Files;

namespace Quanta.Formats.Arrays;

/// <summary>Gathers elements that lie at regular strides into C order.</summary>
internal static class StridedCopy
{
    /// <summary>Writes the elements whose C-order positions are <paramref name="start"/> and following, as many as the destination holds.</summary>
    /// <remarks>Element (i, j, ...) lies at byte <c>byteOffset + elementSize * (i * strides[0] + j * strides[1] + ...)</c> of the source; strides are not
    /// negative, and the caller has checked that the farthest element's position does not overflow.</remarks>
    public static void Gather(ByteSource source, long byteOffset, int elementSize, long[] shape, long[] strides, long start, Span<byte> destination)
    {
        switch (elementSize)
        {
            case 1: Gather(source, byteOffset, shape, strides, start, destination); break;
            case 2: Gather(source, byteOffset, shape, strides, start, Cast<ushort>(destination)); break;
            case 4: Gather(source, byteOffset, shape, strides, start, Cast<uint>(destination)); break;
            case 8: Gather(source, byteOffset, shape, strides, start, Cast<ulong>(destination)); break;
            default: throw new ArgumentOutOfRangeException(nameof(elementSize), elementSize, "The element size must be 1, 2, 4 or 8 bytes.");
        }
    }

    private static Span<T> Cast<T>(Span<byte> bytes)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(bytes);

    private static unsafe void Gather<T>(ByteSource source, long byteOffset, long[] shape, long[] strides, long start, Span<T> destination)
        where T : unmanaged
    {
        if (shape.Length == 0)
        {
            source.Span<T>(byteOffset, destination.Length).CopyTo(destination);
            return;
        }
        var index = IndexAt(start, shape);
        var last = shape.Length - 1;
        var longestRun = Math.Max(1, int.MaxValue / (sizeof(T) * Math.Max(1, strides[last])));
        for (var written = 0; written < destination.Length;)
        {
            var run = (int)Math.Min(Math.Min(shape[last] - index[last], destination.Length - written), longestRun);
            var position = byteOffset + sizeof(T) * Offset(index, strides);
            GatherRun(source, position, strides[last] * sizeof(T), destination.Slice(written, run));
            written += run;
            index[last] += run;
            Carry(index, shape);
        }
    }

    private static unsafe void GatherRun<T>(ByteSource source, long position, long byteStride, Span<T> destination)
        where T : unmanaged
    {
        var window = source.Span(position, checked((int)((destination.Length - 1) * byteStride + sizeof(T))));
        for (var i = 0; i < destination.Length; i++) destination[i] = MemoryMarshal.Read<T>(window[(int)(i * byteStride)..]);
    }

    private static long[] IndexAt(long position, long[] shape)
    {
        var index = new long[shape.Length];
        for (var axis = shape.Length - 1; axis >= 0; axis--) (position, index[axis]) = Math.DivRem(position, shape[axis]);
        return index;
    }

    private static long Offset(long[] index, long[] strides)
    {
        var offset = 0L;
        for (var axis = 0; axis < index.Length; axis++) offset += index[axis] * strides[axis];
        return offset;
    }

    private static void Carry(long[] index, long[] shape)
    {
        for (var axis = index.Length - 1; axis > 0 && index[axis] == shape[axis]; axis--)
        {
            index[axis] = 0;
            index[axis - 1]++;
        }
    }
}
