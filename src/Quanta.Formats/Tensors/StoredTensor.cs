using System.Buffers;
using Quanta.Formats.Arrays;
using Quanta.Formats.Files;

namespace Quanta.Formats.Tensors;

/// <summary>A tensor where it lies in a file: element (i, j, ...) at byte <c>offset + size * (i * strides[0] + j * strides[1] + ...)</c>.</summary>
internal sealed class StoredTensor
{
    private const int ChunkElements = 1 << 20;

    /// <summary>Elements that a tensor of stride 0, such as a saved <c>expand</c>, may have whatever the size of its storage.</summary>
    private const int LargestRepetition = 1 << 16;

    private readonly ByteSource _source;
    private readonly long _byteOffset;
    private readonly long[] _shape, _strides;
    private readonly bool _isRowMajor;

    /// <exception cref="InvalidDataException">The tensor does not lie within the source, or has many more elements than the source has bytes
    /// (only strides of 0 can make that, and nothing may ask for memory that its file does not account for).</exception>
    public StoredTensor(TensorInfo info, ByteSource source, long byteOffset, long[] strides)
    {
        (Info, _source, _byteOffset, _shape, _strides) = (info, source, byteOffset, [.. info.Shape], strides);
        _isRowMajor = ArrayShape.IsRowMajor(_shape, strides);
        Check();
    }

    /// <summary>Converts raw elements; gives the index of the first that does not fit, or <see cref="NumberConversion.AllExact"/>.</summary>
    private delegate int Conversion<T>(TensorType type, ReadOnlySpan<byte> raw, Span<T> destination);

    public TensorInfo Info { get; }

    private int ElementSize => TensorTypes.Size(Info.Type);

    /// <summary>The same tensor under another name.</summary>
    public StoredTensor Named(string name) => new(Info with { Name = name }, _source, _byteOffset, _strides);

    public void Read(Span<float> destination)
    {
        if (!TensorTypes.IsFloat(Info.Type)) throw Bad("it holds integers, but floating-point values are required.");
        Read(destination, static (type, raw, chunk) =>
        {
            TensorTypes.ToSingle(type, raw, chunk);
            return NumberConversion.AllExact;
        });
    }

    public void Read(Span<long> destination)
    {
        if (TensorTypes.IsFloat(Info.Type)) throw Bad("it holds floating-point values, but integers are required.");
        Read(destination, TensorTypes.ToInt64);
    }

    private void Read<T>(Span<T> destination, Conversion<T> convert)
    {
        if (destination.Length != Info.Count)
        {
            throw new ArgumentException(
                $"Tensor '{Info.Name}' has {Info.Count} elements, but the destination has {destination.Length}.", nameof(destination));
        }
        var buffer = _isRowMajor ? [] : ArrayPool<byte>.Shared.Rent(Math.Min(ChunkElements, destination.Length) * ElementSize);
        for (var done = 0; done < destination.Length; done += ChunkElements)
        {
            var chunk = destination.Slice(done, Math.Min(ChunkElements, destination.Length - done));
            if (convert(Info.Type, Raw(done, chunk.Length * ElementSize, buffer), chunk) != NumberConversion.AllExact)
                throw Bad("it holds an integer of 2^63 or more, which a signed 64-bit integer cannot hold.");
        }
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
        GC.KeepAlive(_source);
    }

    private ReadOnlySpan<byte> Raw(long start, int bytes, byte[] buffer)
    {
        if (_isRowMajor) return _source.Span(_byteOffset + start * ElementSize, bytes);
        StridedCopy.Gather(_source, _byteOffset, ElementSize, _shape, _strides, start, buffer.AsSpan(0, bytes));
        return buffer.AsSpan(0, bytes);
    }

    private void Check()
    {
        if (_shape.Length != _strides.Length) throw Bad($"it has {_shape.Length} axes, but {_strides.Length} strides.");
        if (ArrayShape.Bytes(_shape, ElementSize) is null) throw Bad("its shape is not valid.");
        if (Info.Count == 0) return;
        var available = (_source.Length - _byteOffset) / ElementSize;
        if (_byteOffset < 0 || !EndsWithin(available)) throw Bad("it does not lie within its file; the file is truncated or damaged.");
        if (Info.Count > Math.Max(_source.Length, LargestRepetition))
            throw Bad($"it repeats its values to more elements than its storage of {_source.Length} bytes accounts for.");
    }

    private bool EndsWithin(long available)
    {
        var last = 0L;
        for (var axis = 0; axis < _shape.Length; axis++)
        {
            if (_strides[axis] < 0) return false;
            var steps = _shape[axis] - 1;
            if (steps > 0 && _strides[axis] > (available - 1 - last) / steps) return false;
            last += steps * _strides[axis];
        }
        return last < available;
    }

    private InvalidDataException Bad(string sentence) => _source.Bad($"tensor '{Info.Name}' ({Info.Type} {ArrayShape.Text(_shape)}): {sentence}");
}

/// <summary>The tensors of one file.</summary>
internal sealed class StoredTensors(string path, IDisposable owner, IReadOnlyList<StoredTensor> tensors, IReadOnlyDictionary<string, string> unreadable)
    : ITensorSource
{
    private readonly Dictionary<string, StoredTensor> _byName = tensors.ToDictionary(tensor => tensor.Info.Name);

    public IReadOnlyDictionary<string, TensorInfo> Tensors { get; } = tensors.ToDictionary(tensor => tensor.Info.Name, tensor => tensor.Info);

    public IReadOnlyDictionary<string, string> UnreadableTensors => unreadable;

    public void Read(string name, Span<float> destination) => Find(name).Read(destination);

    public void Read(string name, Span<long> destination) => Find(name).Read(destination);

    public void Dispose() => owner.Dispose();

    private StoredTensor Find(string name)
    {
        if (_byName.TryGetValue(name, out var tensor)) return tensor;
        throw BadFile.Because(path, unreadable.TryGetValue(name, out var type)
            ? $"tensor '{name}' has the element type {type}, which cannot be read; convert it to float32 or float16."
            : $"there is no tensor '{name}' among its {_byName.Count} tensors.");
    }
}
