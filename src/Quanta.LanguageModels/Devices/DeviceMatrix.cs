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

/// <summary>Several matrices of one shape in one buffer, e.g. a parameter's gradients of several predictions.</summary>
/// <remarks>Matrix i begins at First + Stride * place, where its place is i or named by a table.</remarks>
public readonly struct DeviceMatrices
{
    private readonly DeviceBuffer _buffer;
    private readonly long _first, _stride;
    private readonly int _rows, _columns;
    private readonly ReadOnlyMemory<int> _places;

    /// <param name="buffer">Where they lie.</param>
    /// <param name="first">The index in the buffer of the first value of place 0.</param>
    /// <param name="stride">Values from one place to the next.</param>
    /// <param name="places">[matrices]: the place of each.</param>
    /// <param name="rows">Of a matrix.</param>
    /// <param name="columns">Of a matrix.</param>
    public DeviceMatrices(DeviceBuffer buffer, long first, long stride, ReadOnlyMemory<int> places, int rows, int columns)
        : this(buffer, first, stride, places.Length, rows, columns) => _places = places;

    private DeviceMatrices(DeviceBuffer buffer, long first, long stride, int count, int rows, int columns) =>
        (_buffer, _first, _stride, Count, _rows, _columns) = (buffer, first, stride, count, rows, columns);

    /// <summary>How many there are.</summary>
    public int Count { get; }

    public DeviceMatrix this[int index] => _buffer.View(_first + _stride * (_places.IsEmpty ? index : _places.Span[index]), _rows, _columns);

    /// <summary>A single matrix.</summary>
    public static DeviceMatrices Of(DeviceMatrix matrix) => new(matrix.Buffer, matrix.Offset, matrix.Length, 1, matrix.RowCount, matrix.ColumnCount);

    /// <summary>Matrices that follow each other: <paramref name="stacked"/> cut into <paramref name="count"/> of so many rows.</summary>
    public static DeviceMatrices Cut(DeviceMatrix stacked, int count) =>
        new(stacked.Buffer, stacked.Offset, stacked.Length / Math.Max(1, count), count, stacked.RowCount / Math.Max(1, count), stacked.ColumnCount);
}
