using System.Diagnostics.CodeAnalysis;

namespace Quanta.LanguageModels.Devices;

/// <summary>How a device keeps values.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "These are the field's names of element types.")]
public enum ElementType
{
    Float32,

    /// <summary>The upper half of a float32 value: weights only, which are widened where they are read.</summary>
    BFloat16,

    /// <summary>IEEE half precision: weights only.</summary>
    Float16,
}

/// <summary>Values in a device's memory. Only the device that made it can look inside.</summary>
public abstract class DeviceBuffer(IDevice device, long length, ElementType type = ElementType.Float32) : IDisposable
{
    public IDevice Device { get; } = device;

    /// <summary>The number of values.</summary>
    public long Length { get; } = length;

    /// <summary>How they are kept.</summary>
    public ElementType Type { get; } = type;

    /// <summary>The bytes of so many values.</summary>
    public static long BytesOf(long values, ElementType type) => values * (type == ElementType.Float32 ? sizeof(float) : sizeof(ushort));

    /// <summary>A row-major matrix [<paramref name="rows"/>, <paramref name="columns"/>] on the values from <paramref name="offset"/> on.</summary>
    public DeviceMatrix View(long offset, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (offset < 0 || offset > Length - (long)rows * columns)
            throw new ArgumentOutOfRangeException(nameof(offset), $"A matrix of {rows} x {columns} at {offset} does not lie within {Length} values.");
        return new DeviceMatrix(this, offset, rows, columns);
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}

/// <summary>Workspace memory that is reused from one use to the next and grows to the largest.</summary>
internal sealed class GrowingBuffer(IDevice device) : IDisposable
{
    private DeviceBuffer? _buffer;

    /// <summary>A matrix [rows, columns] of unspecified content; it invalidates the one before.</summary>
    public DeviceMatrix Matrix(int rows, int columns)
    {
        var length = Math.Max(1, (long)rows * columns);
        if (_buffer is null || _buffer.Length < length)
        {
            _buffer?.Dispose();
            _buffer = device.Allocate(length);
        }
        return _buffer.View(0, rows, columns);
    }

    public void Dispose() => _buffer?.Dispose();
}
