namespace Quanta.Formats.Arrays;

/// <summary>Arithmetic on shapes that a file claims and nobody has checked yet.</summary>
internal static class ArrayShape
{
    /// <summary>The number of elements, or null where a size is negative or the product does not fit.</summary>
    public static long? Count(ReadOnlySpan<long> shape)
    {
        if (shape.ContainsAnyInRange(long.MinValue, -1)) return null;
        if (shape.Contains(0)) return 0;
        var count = 1L;
        foreach (var size in shape)
        {
            if (size > long.MaxValue / count) return null;
            count *= size;
        }
        return count;
    }

    /// <summary>The number of bytes, or null where it does not fit.</summary>
    public static long? Bytes(ReadOnlySpan<long> shape, int elementSize) =>
        Count(shape) is { } count && count <= long.MaxValue / elementSize ? count * elementSize : null;

    /// <summary>Element strides of C order: the last index moves fastest.</summary>
    public static long[] RowMajorStrides(ReadOnlySpan<long> shape)
    {
        var strides = new long[shape.Length];
        var stride = 1L;
        for (var axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= Math.Max(shape[axis], 1);
        }
        return strides;
    }

    /// <summary>Element strides of Fortran order: the first index moves fastest.</summary>
    public static long[] ColumnMajorStrides(ReadOnlySpan<long> shape)
    {
        var strides = new long[shape.Length];
        var stride = 1L;
        for (var axis = 0; axis < shape.Length; axis++)
        {
            strides[axis] = stride;
            stride *= Math.Max(shape[axis], 1);
        }
        return strides;
    }

    /// <summary>Whether elements lie in C order without gaps. Axes of size 1 may have any stride.</summary>
    public static bool IsRowMajor(ReadOnlySpan<long> shape, ReadOnlySpan<long> strides)
    {
        if (shape.Contains(0)) return true;
        var expected = 1L;
        for (var axis = shape.Length - 1; axis >= 0; axis--)
        {
            if (shape[axis] == 1) continue;
            if (strides[axis] != expected) return false;
            expected *= shape[axis];
        }
        return true;
    }

    /// <summary>As Python writes it: (), (3,), (3, 4).</summary>
    public static string Text(ReadOnlySpan<long> shape)
    {
        var text = string.Join(", ", shape.ToArray());
        return shape.Length == 1 ? $"({text},)" : $"({text})";
    }
}
