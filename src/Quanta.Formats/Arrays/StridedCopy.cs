using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Quanta.Formats.Files;

namespace Quanta.Formats.Arrays;

/// <summary>Gathers elements that lie at regular strides into C order.</summary>
internal static class StridedCopy
{
    private const int Tile = 32; // 32 x 32 elements of up to 8 bytes and their destinations stay in the first-level cache

    /// <summary>Writes the elements whose C-order positions are <paramref name="start"/> and following, as many as the destination holds.</summary>
    /// <remarks>Element (i, j, ...) lies at byte <c>byteOffset + elementSize * (i * strides[0] + j * strides[1] + ...)</c> of the source; strides are
    /// not negative, and the caller has checked that the farthest element's position does not overflow.</remarks>
    public static void Gather(ByteSource source, long byteOffset, int elementSize, long[] shape, long[] strides, long start, Span<byte> destination)
    {
        switch (elementSize)
        {
            case 1: Gather(source, byteOffset, shape, strides, start, destination); break;
            case 2: Gather(source, byteOffset, shape, strides, start, MemoryMarshal.Cast<byte, ushort>(destination)); break;
            case 4: Gather(source, byteOffset, shape, strides, start, MemoryMarshal.Cast<byte, uint>(destination)); break;
            case 8: Gather(source, byteOffset, shape, strides, start, MemoryMarshal.Cast<byte, ulong>(destination)); break;
            default: throw new ArgumentOutOfRangeException(nameof(elementSize), elementSize, "The element size must be 1, 2, 4 or 8 bytes.");
        }
    }

    /// <summary>Takes blocks of whole rows of the last two axes where it can, parts of single rows where not.</summary>
    private static unsafe void Gather<T>(ByteSource source, long byteOffset, long[] shape, long[] strides, long start, Span<T> destination)
        where T : unmanaged
    {
        if (destination.IsEmpty) return;
        (shape, strides) = WithTwoAxes(shape, strides);
        var last = shape.Length - 1;
        var index = IndexAt(start, shape);
        while (!destination.IsEmpty)
        {
            var columns = (int)Math.Min(shape[last] - index[last], destination.Length);
            var rows = columns < shape[last] ? 1 : (int)Math.Min(shape[last - 1] - index[last - 1], destination.Length / columns);
            var position = byteOffset + sizeof(T) * Offset(index, strides);
            GatherBlock(source, position, strides[last - 1] * sizeof(T), strides[last] * sizeof(T), rows, columns, destination[..(rows * columns)]);
            destination = destination[(rows * columns)..];
            Advance(index, shape, rows, columns);
        }
    }

    /// <summary>Copies a block of the last two axes whose first element lies at byte <paramref name="position"/>; strides count bytes.</summary>
    private static void GatherBlock<T>(
        ByteSource source, long position, long rowStride, long columnStride, int rows, int columns, Span<T> destination)
        where T : unmanaged
    {
        ref var first = ref MemoryMarshal.GetReference(source.Span(position, 1));
        source.Span<T>(position + (rows - 1) * rowStride + (columns - 1) * columnStride, 1); // throws where the farthest element lies outside
        for (var row = 0; row < rows; row += Tile)
        {
            for (var column = 0; column < columns; column += Tile)
            {
                ref var corner = ref Unsafe.AddByteOffset(ref first, (nint)(row * rowStride + column * columnStride));
                var height = Math.Min(Tile, rows - row);
                for (var i = 0; i < height; i++)
                {
                    var target = destination.Slice((row + i) * columns + column, Math.Min(Tile, columns - column));
                    GatherRun(ref Unsafe.AddByteOffset(ref corner, (nint)(i * rowStride)), (nint)columnStride, target);
                }
            }
        }
    }

    private static void GatherRun<T>(ref readonly byte first, nint stride, Span<T> destination)
        where T : unmanaged
    {
        for (var i = 0; i < destination.Length; i++)
            destination[i] = Unsafe.ReadUnaligned<T>(ref Unsafe.AddByteOffset(ref Unsafe.AsRef(in first), i * stride));
    }

    private static (long[] Shape, long[] Strides) WithTwoAxes(long[] shape, long[] strides) => shape.Length switch
    {
        0 => ([1, 1], [0, 0]),
        1 => ([1, .. shape], [0, .. strides]),
        _ => (shape, strides),
    };

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

    /// <summary>Moves past part of a row, or past whole rows, and carries.</summary>
    private static void Advance(long[] index, long[] shape, int rows, int columns)
    {
        var last = index.Length - 1;
        index[last] += columns;
        if (index[last] == shape[last]) (index[last], index[last - 1]) = (0, index[last - 1] + rows);
        for (var axis = last - 1; axis > 0 && index[axis] == shape[axis]; axis--)
        {
            index[axis] = 0;
            index[axis - 1]++;
        }
    }
}
