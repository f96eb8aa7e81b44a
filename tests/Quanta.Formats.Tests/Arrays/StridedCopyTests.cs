using System.Runtime.InteropServices;
using Quanta.Formats.Arrays;
using Quanta.Formats.Files;

namespace Quanta.Formats.Tests.Arrays;

public sealed class StridedCopyTests
{
    [Fact]
    public void Random_views_gather_as_index_arithmetic_says()
    {
        var random = new Random(1);
        var storage = Enumerable.Range(0, 500).Select(i => (ushort)i).ToArray();
        var source = new ArrayBytes("the storage", storage);
        for (var trial = 0; trial < 300; trial++)
        {
            var shape = Enumerable.Range(0, random.Next(0, 5)).Select(_ => (long)random.Next(1, 5)).ToArray();
            var strides = shape.Select(_ => (long)random.Next(0, 20)).ToArray();
            var offset = random.Next(0, 100);
            var count = (int)ArrayShape.Count(shape)!.Value;
            var start = random.Next(0, count);
            var gathered = new ushort[random.Next(0, count - start + 1)];

            StridedCopy.Gather(source, 2 * offset, 2, shape, strides, start, MemoryMarshal.AsBytes(gathered.AsSpan()));

            Assert.Equal(Enumerable.Range(start, gathered.Length).Select(position => storage[offset + Offset(position, shape, strides)]), gathered);
        }
    }

    [Fact]
    public void Row_major_is_told_from_other_layouts()
    {
        Assert.True(ArrayShape.IsRowMajor([2, 3], [3, 1]));
        Assert.True(ArrayShape.IsRowMajor([2, 1, 3], [3, 77, 1]));
        Assert.True(ArrayShape.IsRowMajor([0, 3], [9, 9]));
        Assert.True(ArrayShape.IsRowMajor([], []));
        Assert.False(ArrayShape.IsRowMajor([2, 3], [1, 2]));
        Assert.False(ArrayShape.IsRowMajor([2, 3], [4, 1]));
    }

    [Fact]
    public void The_number_of_elements_is_null_where_it_does_not_fit()
    {
        Assert.Equal(1, ArrayShape.Count([]));
        Assert.Equal(0, ArrayShape.Count([long.MaxValue, 0, long.MaxValue]));
        Assert.Null(ArrayShape.Count([1L << 32, 1L << 31]));
        Assert.Null(ArrayShape.Count([-1, 0]));
        Assert.Null(ArrayShape.Bytes([1L << 61], 4));
    }

    private static long Offset(long position, long[] shape, long[] strides)
    {
        var offset = 0L;
        for (var axis = shape.Length - 1; axis >= 0; axis--)
        {
            offset += position % shape[axis] * strides[axis];
            position /= shape[axis];
        }
        return offset;
    }
}
