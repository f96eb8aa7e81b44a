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
