namespace Quanta.LanguageModels.Devices;

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
