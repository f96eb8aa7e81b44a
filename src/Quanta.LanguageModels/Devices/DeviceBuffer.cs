namespace Quanta.LanguageModels.Devices;

/// <summary>Float32 values in a device's memory. Only the device that made it can look inside.</summary>
public abstract class DeviceBuffer(IDevice device, long length) : IDisposable
{
    public IDevice Device { get; } = device;

    /// <summary>The number of float32 values.</summary>
    public long Length { get; } = length;

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
