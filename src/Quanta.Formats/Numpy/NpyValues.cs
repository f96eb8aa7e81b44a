using System.Buffers;
using System.Numerics;
using Quanta.Formats.Arrays;
using Quanta.Formats.Files;

namespace Quanta.Formats.Numpy;

/// <summary>An array from a .npy file, in memory (<see cref="NpyArray"/>) or mapped (<see cref="MappedNpy"/>): its elements by their position in C
/// order.</summary>
/// <remarks>Conversions never change an integer's value: one that the wanted type cannot hold exactly is an <see cref="InvalidDataException"/> that
/// names the file and the element, and so is reading floats as integers. Floats convert to floats by rounding to the nearest. Bool reads as 0 and
/// 1.</remarks>
public abstract class NpyValues
{
    private const int ChunkElements = 1 << 16;
    private readonly long[] _shape;
    private readonly long[]? _columnMajorStrides;

    private protected NpyValues(NpyType type, bool fortranOrder, long[] shape)
    {
        (Type, _shape) = (type, shape);
        Count = ArrayShape.Count(shape) ?? throw new ArgumentException($"The shape {ArrayShape.Text(shape)} is not valid.", nameof(shape));
        if (fortranOrder && shape.Length > 1) _columnMajorStrides = ArrayShape.ColumnMajorStrides(shape);
    }

    public NpyType Type { get; }

    /// <summary>The size of each axis; empty for a single value.</summary>
    public IReadOnlyList<long> Shape => _shape;

    /// <summary>The number of elements, which is the product of <see cref="Shape"/>.</summary>
    public long Count { get; }

    /// <summary>What messages call this array: its file's path.</summary>
    public string Name => Source.Name;

    internal bool IsRowMajor => _columnMajorStrides is null;

    private protected int ElementSize => NpyTypes.Size(Type);

    private protected abstract ByteSource Source { get; }

    private protected abstract long DataOffset { get; }

    /// <summary>Reads elements <paramref name="start"/> and following in C order, as many as the destination holds, converted to T.</summary>
    public void Read<T>(long start, Span<T> destination)
        where T : unmanaged, INumber<T>
    {
        CheckRange(start, destination.Length);
        if (NpyTypes.IsFloat(Type) && !NumberConversion.IsFloat<T>())
            throw Source.Bad($"it holds {Type} values, but whole numbers are required.");
        for (var done = 0; done < destination.Length; done += ChunkElements)
        {
            var chunk = destination.Slice(done, Math.Min(ChunkElements, destination.Length - done));
            ReadChunk(start + done, chunk);
        }
        GC.KeepAlive(this);
    }

    /// <summary>All elements as float32, [Count]; see <see cref="NpyValues"/> for what converts.</summary>
    public float[] ToSingle() => To<float>();

    public double[] ToDouble() => To<double>();

    public int[] ToInt32() => To<int>();

    public long[] ToInt64() => To<long>();

    /// <summary>All elements converted to T, [Count]; see <see cref="NpyValues"/> for what converts.</summary>
    public T[] To<T>()
        where T : unmanaged, INumber<T>
    {
        var values = GC.AllocateUninitializedArray<T>(checked((int)Count));
        Read<T>(0, values);
        return values;
    }

    /// <summary>Reads elements as float32; see <see cref="Read{T}"/>.</summary>
    public void ReadSingle(long start, Span<float> destination) => Read(start, destination);

    /// <summary>Copies the raw bytes of elements <paramref name="start"/> and following, in C order.</summary>
    internal void CopyRaw(long start, Span<byte> destination)
    {
        if (_columnMajorStrides is null) Source.Span(DataOffset + start * ElementSize, destination.Length).CopyTo(destination);
        else StridedCopy.Gather(Source, DataOffset, ElementSize, _shape, _columnMajorStrides, start, destination);
    }

    private protected void CheckRange(long start, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        if (start > Count - length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(start), $"{length} elements from {start} do not lie within the {Count} elements of {Name}.");
        }
    }

    private void ReadChunk<T>(long start, Span<T> destination)
        where T : unmanaged, INumber<T>
    {
        if (_columnMajorStrides is null)
        {
            Convert(start, Source.Span(DataOffset + start * ElementSize, destination.Length * ElementSize), destination);
            return;
        }
        var buffer = ArrayPool<byte>.Shared.Rent(destination.Length * ElementSize);
        var raw = buffer.AsSpan(0, destination.Length * ElementSize);
        CopyRaw(start, raw);
        Convert(start, raw, destination);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private void Convert<T>(long start, ReadOnlySpan<byte> raw, Span<T> destination)
        where T : unmanaged, INumber<T>
    {
        var inexact = NpyTypes.Convert(Type, raw, destination);
        if (inexact == NumberConversion.AllExact) return;
        var text = NpyTypes.Text(Type, raw.Slice(inexact * ElementSize, ElementSize));
        throw Source.Bad($"element {start + inexact} is {text}, which {typeof(T).Name} cannot hold exactly.");
    }
}
