using Quanta.LanguageModels.Gradients;

namespace Quanta.LanguageModels.Devices;

/// <summary>Vectors of one length in a device's memory, one after another: gradients, activations, sketches. They may have more than 2^31 entries each.</summary>
/// <param name="device">Where.</param>
/// <param name="count">How many, n.</param>
/// <param name="length">p.</param>
public sealed class DeviceVectors(IDevice device, int count, long length) : IDisposable
{
    /// <summary>Entries moved between host and device at once.</summary>
    private const int LargestPiece = 1 << 28;

    private readonly DeviceBuffer _buffer = device.Allocate(checked(count * length));

    public IDevice Device { get; } = device;

    /// <summary>n.</summary>
    public int Count { get; } = count;

    /// <summary>p.</summary>
    public long Length { get; } = length;

    /// <summary>Vectors <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> - 1.</summary>
    public VectorRange Range(int start, int count) => new VectorRange(_buffer, 0, Count, Length).Range(start, count);

    /// <summary>Entries <paramref name="offset"/> to <paramref name="offset"/> + <paramref name="length"/> - 1 of a vector, [1, length].</summary>
    public DeviceMatrix Part(int vector, long offset, int length)
    {
        if (offset < 0 || length < 0 || offset > Length - length)
            throw new ArgumentOutOfRangeException(nameof(offset), $"{length} entries from {offset} do not lie within vectors of {Length}.");
        return _buffer.View(vector * Length + offset, 1, length);
    }

    /// <summary>A parameter's place in some vectors that are flat gradients.</summary>
    public DeviceMatrices Parameter(ReadOnlyMemory<int> vectors, ParameterSlice slice) =>
        new(_buffer, slice.Offset, Length, vectors, slice.Parameter.RowCount, slice.Parameter.ColumnCount);

    /// <summary>A vector as a matrix, [rows, columns].</summary>
    public DeviceMatrix Matrix(int vector, int rows, int columns) => _buffer.View(vector * Length, rows, columns);

    /// <summary>Some entries of vectors.</summary>
    public DeviceMatrices Parts(ReadOnlyMemory<int> vectors, long offset, int length) => new(_buffer, offset, Length, vectors, 1, length);

    /// <summary>Vectors <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> - 1 as a matrix, [count, Length].</summary>
    public DeviceMatrix Matrix(int start, int count) => _buffer.View(start * Length, count, checked((int)Length));

    /// <summary>Copies a vector from the device.</summary>
    public void Download(int vector, Span<float> values)
    {
        for (var offset = 0; offset < values.Length; offset += LargestPiece)
        {
            var part = values.Slice(offset, Math.Min(LargestPiece, values.Length - offset));
            Device.Download(Part(vector, offset, part.Length), part);
        }
    }

    /// <summary>Copies a vector to the device.</summary>
    public void Upload(int vector, ReadOnlySpan<float> values)
    {
        for (var offset = 0; offset < values.Length; offset += LargestPiece)
        {
            var part = values.Slice(offset, Math.Min(LargestPiece, values.Length - offset));
            Device.Upload(part, Part(vector, offset, part.Length));
        }
    }

    public void Dispose() => _buffer.Dispose();
}

/// <summary>Vectors that follow each other in a buffer.</summary>
/// <param name="Buffer">Where they lie.</param>
/// <param name="Offset">The index of the first value.</param>
/// <param name="Count">How many.</param>
/// <param name="Length">Of each.</param>
public readonly record struct VectorRange(DeviceBuffer Buffer, long Offset, int Count, long Length)
{
    /// <summary>Some of them.</summary>
    public VectorRange Range(int start, int count)
    {
        if (start < 0 || count < 0 || start > Count - count)
            throw new ArgumentOutOfRangeException(nameof(start), $"{count} vectors from {start} do not lie within {Count} vectors.");
        return this with { Offset = Offset + start * Length, Count = count };
    }

    /// <summary>Entries <paramref name="start"/> to <paramref name="start"/> + <paramref name="length"/> - 1 of vector <paramref name="vector"/>, [1, length].</summary>
    internal DeviceMatrix Part(int vector, long start, int length) => Buffer.View(Offset + vector * Length + start, 1, length);
}
