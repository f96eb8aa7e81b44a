using Quanta.Formats.Files;
using Quanta.Formats.Pickles;

namespace Quanta.Formats.Tensors;

/// <summary>A storage: numbers of one type end to end. Bytes is null while only the pickle's structure is of interest.</summary>
internal sealed record TorchStorage(TensorType Type, long Count, ByteSource? Bytes);

/// <summary>A tensor of an element type that cannot be read here, by its name in PyTorch.</summary>
internal sealed record UnreadableTensor(string Type);

/// <summary>The globals in files that torch.save wrote.</summary>
internal static class TorchGlobals
{
    private static readonly (string Name, TensorType Type)[] StorageTypes =
    [
        ("DoubleStorage", TensorType.Float64), ("FloatStorage", TensorType.Float32), ("HalfStorage", TensorType.Float16),
        ("BFloat16Storage", TensorType.BFloat16), ("LongStorage", TensorType.Int64), ("IntStorage", TensorType.Int32),
        ("ShortStorage", TensorType.Int16), ("CharStorage", TensorType.Int8), ("ByteStorage", TensorType.UInt8), ("BoolStorage", TensorType.Bool), (Untyped, TensorType.UInt8),
    ];

    /// <summary>Types that came after the storages above: their tensors lie in storages of bytes. Null where they cannot be read.</summary>
    private static readonly (string Name, TensorType? Type)[] NewTypes =
    [
        ("uint16", TensorType.UInt16), ("uint32", TensorType.UInt32), ("uint64", TensorType.UInt64), ("float8_e4m3fn", null), ("float8_e5m2", null),
        ("float8_e4m3fnuz", null), ("float8_e5m2fnuz", null), ("float8_e8m0fnu", null), ("float4_e2m1fn_x2", null),
    ];

    private const string Untyped = "UntypedStorage";

    private const string Module = "torch.";

    private static readonly string[] DtypeNames =
        ["float64", "double", "float32", "float", "float16", "half", "bfloat16", "int64", "long", "int32", "int", "int16", "int8", "uint8", "bool"];

    /// <summary>Data, NumPy arrays and tensors, whose storages <paramref name="load"/> finds by element type, key and number of elements.</summary>
    public static PickleGlobals With(Func<TensorType, string, long, TorchStorage> load) => PickleGlobals.Data.With(All(), id => Persistent(id, load));

    private static IEnumerable<PickleGlobal> All()
    {
        foreach (var (name, _) in StorageTypes)
            foreach (var module in (string[])["torch", "torch.cuda"]) yield return new($"{module}.{name}", null);
        yield return new($"torch.storage.{Untyped}", null);
        foreach (var name in DtypeNames.Concat(NewTypes.Select(row => row.Name))) yield return new(Module + name, null);
        yield return new("torch.Size", (arguments, _) => arguments is [object?[] sizes] ? sizes : throw PickleGlobal.BadArguments());
        yield return new("torch._utils._rebuild_tensor", (arguments, _) => Tensor(arguments));
        yield return new("torch._utils._rebuild_tensor_v2", (arguments, _) => Tensor(arguments));
        yield return new("torch._utils._rebuild_tensor_v3", (arguments, _) => TypedTensor(arguments));
        yield return new("torch._utils._rebuild_parameter", (arguments, _) => Parameter(arguments));
    }

    /// <summary>_rebuild_tensor_v2(storage, offset, size, stride, requires_grad, backward_hooks[, metadata]); offset and strides count
    /// elements.</summary>
    private static TorchTensor? Tensor(object?[] arguments)
    {
        if (arguments is not [TorchStorage storage, long offset and >= 0, object?[] sizes, object?[] strides, ..]) throw PickleGlobal.BadArguments();
        var (shape, steps) = (Longs(sizes), Longs(strides));
        if (storage.Bytes is null) return null;
        if (offset > storage.Count) throw new FormatException($"a tensor begins at element {offset} of a storage of {storage.Count}");
        var info = new TensorInfo("(unnamed)", storage.Type, shape);
        return new TorchTensor(new StoredTensor(info, storage.Bytes, offset * TensorTypes.Size(storage.Type), steps));
    }

    /// <summary>_rebuild_tensor_v3(storage of bytes, offset, size, stride, requires_grad, backward_hooks, dtype[, metadata]).</summary>
    private static object? TypedTensor(object?[] arguments)
    {
        if (arguments is not [TorchStorage storage, _, _, _, _, _, PickleGlobal dtype, ..]) throw PickleGlobal.BadArguments();
        var (name, type) = Array.Find(NewTypes, row => Module + row.Name == dtype.Name);
        if (name is null) throw PickleGlobal.BadArguments();
        if (type is not { } known) return storage.Bytes is null ? null : new UnreadableTensor(name);
        return Tensor([storage with { Type = known, Count = storage.Count / TensorTypes.Size(known) }, .. arguments[1..]]);
    }

    /// <summary>_rebuild_parameter(tensor, requires_grad, backward_hooks).</summary>
    private static object? Parameter(object?[] arguments) =>
        arguments is [TorchTensor or UnreadableTensor or null, ..] ? arguments[0] : throw PickleGlobal.BadArguments();

    /// <summary>('storage', type, key, location, number of elements[, view]).</summary>
    private static TorchStorage Persistent(object? id, Func<TensorType, string, long, TorchStorage> load)
    {
        if (id is not (object?[] and ["storage", PickleGlobal global, string key, _, long count and >= 0, .. var view]))
            throw new FormatException("a reference to a storage has an unknown form");
        if (view is [not null, ..])
            throw new FormatException("a storage is a view of another, as only PyTorch before 0.4 wrote; save the file again");
        var name = global.Name[(global.Name.LastIndexOf('.') + 1)..];
        var type = Array.Find(StorageTypes, row => row.Name == name);
        if (type.Name is null || count > long.MaxValue / TensorTypes.Size(type.Type))
            throw new FormatException($"a storage of {count} elements has the unknown type '{global.Name}'");
        return load(type.Type, key, count);
    }

    private static long[] Longs(object?[] sizes) =>
        Array.TrueForAll(sizes, size => size is long) ? Array.ConvertAll(sizes, size => (long)size!) : throw PickleGlobal.BadArguments();
}
