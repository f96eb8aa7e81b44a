namespace Quanta.LanguageModels.Devices;

/// <summary>A contiguous row-major matrix in a device's memory. It does not own the memory; <c>default</c> stands for an absent one.</summary>
public readonly record struct DeviceMatrix
{
    private readonly DeviceBuffer? _buffer;

    internal DeviceMatrix(DeviceBuffer buffer, long offset, int rows, int columns)
    {
        _buffer = buffer;
        (Offset, RowCount, ColumnCount) = (offset, rows, columns);
    }

    /// <summary>False for <c>default</c>, e.g. the bias of a linear map without one.</summary>
    public bool Exists => _buffer is not null;

    public DeviceBuffer Buffer => _buffer ?? throw new InvalidOperationException("An absent matrix has no buffer.");

    /// <summary>The index in the buffer of the first value.</summary>
    public long Offset { get; }

    public int RowCount { get; }

    public int ColumnCount { get; }

    public long Length => (long)RowCount * ColumnCount;

    /// <summary>Rows <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> - 1.</summary>
    public DeviceMatrix Rows(int start, int count)
    {
        if (start < 0 || count < 0 || start > RowCount - count)
            throw new ArgumentOutOfRangeException(nameof(start), $"{count} rows from {start} do not lie within {RowCount} rows.");
        return new DeviceMatrix(Buffer, Offset + (long)start * ColumnCount, count, ColumnCount);
    }
}
