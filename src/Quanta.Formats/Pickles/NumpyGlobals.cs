using System.Text;
using Quanta.Formats.Arrays;
using Quanta.Formats.Files;
using Quanta.Formats.Numpy;

namespace Quanta.Formats.Pickles;

/// <summary>The globals in pickled NumPy arrays, of NumPy 1 and 2.</summary>
internal static class NumpyGlobals
{
    public static IEnumerable<PickleGlobal> All()
    {
        yield return new("numpy.ndarray", null);
        yield return new("numpy.dtype", Dtype);
        foreach (var module in (string[])["numpy.core", "numpy._core"])
        {
            yield return new($"{module}.multiarray._reconstruct", (_, _) => new UnfinishedArray());
            yield return new($"{module}.multiarray.scalar", Scalar);
            yield return new($"{module}.numeric._frombuffer", FromBuffer);
        }
    }

    /// <summary>dtype(name, align, copy): the byte order comes with its state.</summary>
    private static UnfinishedDtype Dtype(object?[] arguments, PickleBudget budget) =>
        arguments is [string name, ..] ? new UnfinishedDtype(name) : throw PickleGlobal.BadArguments();

    /// <summary>scalar(dtype, bytes).</summary>
    private static object Scalar(object?[] arguments, PickleBudget budget)
    {
        if (arguments is not [PickledDtype dtype, byte[] or string]) throw PickleGlobal.BadArguments();
        var array = PickledArrays.Make([], dtype, fortranOrder: false, arguments[1], budget);
        if (dtype.Type == NpyType.Bool) return array.ToInt64()[0] != 0;
        if (NpyTypes.IsFloat(dtype.Type)) return array.ToDouble()[0];
        return array.ToInt64()[0];
    }

    /// <summary>_frombuffer(bytes, dtype, shape, order): protocol 5.</summary>
    private static NpyArray FromBuffer(object?[] arguments, PickleBudget budget) =>
        arguments is [byte[] bytes, PickledDtype dtype, object?[] shape, "C" or "F"]
            ? PickledArrays.Make(shape, dtype, arguments[3] is "F", bytes, budget)
            : throw PickleGlobal.BadArguments();
}

/// <summary>An element type with its byte order.</summary>
internal sealed record PickledDtype(NpyType Type);

/// <summary>numpy.dtype before its state, which holds the byte order.</summary>
internal sealed class UnfinishedDtype(string name) : PickleUnfinished
{
    /// <param name="state">(version, byte order, ...).</param>
    /// <param name="budget">Not needed.</param>
    public override object Finish(object? state, PickleBudget budget)
    {
        if (state is not (object?[] and [long, "<" or "|" or "=", ..]) || NpyTypes.Parse("<" + name) is not { } type)
        {
            throw new FormatException($"the element type '{name}' is not supported in its byte order; "
                + "f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 and b1, little-endian, are");
        }
        return new PickledDtype(type);
    }
}

/// <summary>numpy.ndarray before its state, which holds all there is to know.</summary>
internal sealed class UnfinishedArray : PickleUnfinished
{
    /// <param name="state">(version, shape, dtype, whether Fortran order, bytes).</param>
    /// <param name="budget">Charged for a copy.</param>
    public override object Finish(object? state, PickleBudget budget) =>
        state is object?[] and [long, object?[] shape, PickledDtype dtype, bool fortranOrder, var bytes]
            ? PickledArrays.Make(shape, dtype, fortranOrder, bytes, budget)
            : throw new FormatException("the state of an array is not that of an array of plain numbers");
}

internal static class PickledArrays
{
    /// <summary>An array of pickled bytes, which are not copied where they are in C order.</summary>
    public static NpyArray Make(object?[] sizes, PickledDtype dtype, bool fortranOrder, object? data, PickleBudget budget)
    {
        if (!Array.TrueForAll(sizes, size => size is long)) throw new FormatException("the shape of an array holds something other than sizes");
        var shape = Array.ConvertAll(sizes, size => (long)size!);
        var bytes = data as byte[] ?? (data is string text
            ? Latin1(text, budget)
            : throw new FormatException("the elements of an array are not given as bytes"));
        var needed = ArrayShape.Bytes(shape, NpyTypes.Size(dtype.Type));
        if (needed != bytes.Length) throw new FormatException($"an array of {dtype.Type} {ArrayShape.Text(shape)} has {bytes.Length} bytes");
        if (fortranOrder && shape.Length > 1 && bytes.Length > 0) bytes = ToRowMajor(bytes, shape, NpyTypes.Size(dtype.Type), budget);
        return new NpyArray("the pickled array", dtype.Type, shape, bytes);
    }

    private static byte[] ToRowMajor(byte[] bytes, long[] shape, int elementSize, PickleBudget budget)
    {
        budget.Charge(bytes.Length);
        var ordered = new byte[bytes.Length];
        StridedCopy.Gather(new ArrayBytes("the pickled array", bytes), 0, elementSize, shape, ArrayShape.ColumnMajorStrides(shape), 0, ordered);
        return ordered;
    }

    /// <summary>Elements that Python 2 wrote and that happen to be ASCII.</summary>
    private static byte[] Latin1(string text, PickleBudget budget)
    {
        budget.Charge(text.Length);
        return Encoding.Latin1.GetBytes(text);
    }
}
