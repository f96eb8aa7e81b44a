namespace Quanta.Numerics.Eigenvectors.Internals;

/// <summary>A window on float64 values: element (i, j) lies at <c>i * RowStride + j * ColumnStride</c>. Does not own its memory.</summary>
internal readonly unsafe struct DoubleView(double* data, int rows, int columns, long rowStride, long columnStride)
{
    public double* Data { get; } = data;

    public int Rows { get; } = rows;

    public int Columns { get; } = columns;

    public long RowStride { get; } = rowStride;

    public long ColumnStride { get; } = columnStride;

    public DoubleView Transposed => new(Data, Columns, Rows, ColumnStride, RowStride);

    public ref double this[int row, int column] => ref Data[row * RowStride + column * ColumnStride];

    /// <summary>Row <paramref name="row"/>; the column stride must be 1.</summary>
    public Span<double> RowSpan(int row) => new(Data + row * RowStride, Columns);

    /// <summary>The block of <paramref name="rows"/> x <paramref name="columns"/> elements whose first is (row, column).</summary>
    public DoubleView Block(int row, int rows, int column, int columns) =>
        new(Data + row * RowStride + column * ColumnStride, rows, columns, RowStride, ColumnStride);
}
