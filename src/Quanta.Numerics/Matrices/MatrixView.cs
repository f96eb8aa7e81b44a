using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Quanta.Numerics.Matrices;

/// <summary>A window on float32 values in native or pinned memory: element (i, j) lies at <c>i * RowStride + j * ColumnStride</c>.</summary>
/// <remarks>Transposing and slicing cost nothing. The view does not own its memory: whoever makes it keeps the owner alive and undisposed.</remarks>
public readonly unsafe struct MatrixView(float* data, int rows, int columns, long rowStride, long columnStride)
{
    public float* Data { get; } = data;

    public int RowCount { get; } = rows;

    public int ColumnCount { get; } = columns;

    public long RowStride { get; } = rowStride;

    public long ColumnStride { get; } = columnStride;

    public MatrixView Transposed => new(Data, ColumnCount, RowCount, ColumnStride, RowStride);

    public ref float this[int row, int column] => ref Data[row * RowStride + column * ColumnStride];

    /// <summary>One row as a span; the columns must lie side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<float> Row(int row)
    {
        if (ColumnStride != 1 || (uint)row >= (uint)RowCount) ThrowNoRow(row);
        return new Span<float>(Data + row * RowStride, ColumnCount);
    }

    public MatrixView Rows(int start, int count) => Block(start, count, 0, ColumnCount);

    public MatrixView Columns(int start, int count) => Block(0, RowCount, start, count);

    /// <summary>The block of <paramref name="rows"/> x <paramref name="columns"/> elements whose first is (rowStart, columnStart).</summary>
    public MatrixView Block(int rowStart, int rows, int columnStart, int columns)
    {
        CheckRange(rowStart, rows, RowCount, "rows");
        CheckRange(columnStart, columns, ColumnCount, "columns");
        return new MatrixView(Data + rowStart * RowStride + columnStart * ColumnStride, rows, columns, RowStride, ColumnStride);
    }

    [DoesNotReturn]
    private void ThrowNoRow(int row) => throw (ColumnStride != 1
        ? new InvalidOperationException($"A row is a span only where columns lie side by side, but here their stride is {ColumnStride}.")
        : new ArgumentOutOfRangeException(nameof(row), $"There is no row {row} among {RowCount}."));

    private static void CheckRange(int start, int count, int available, string what)
    {
        if (start < 0 || count < 0 || start > available - count)
            throw new ArgumentOutOfRangeException(nameof(start), $"A block of {count} {what} from {start} does not lie within {available} {what}.");
    }
}
