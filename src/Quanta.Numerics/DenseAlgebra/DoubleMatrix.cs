using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.DenseAlgebra;

/// <summary>A dense float64 matrix, row-major, in native memory: the small problems of the eigensolvers.</summary>
internal sealed unsafe class DoubleMatrix : IDisposable
{
    private const nuint Alignment = 64;

    /// <summary>Allocates [rows, columns], all zero.</summary>
    public DoubleMatrix(int rows, int columns)
    {
        (Rows, Columns) = (rows, columns);
        Data = (double*)NativeMemory.AlignedAlloc(Math.Max(Bytes, Alignment), Alignment);
        NativeMemory.Clear(Data, Bytes);
    }

    public int Rows { get; }

    public int Columns { get; }

    public double* Data { get; private set; }

    public DoubleView View => new(Data, Rows, Columns, Columns, 1);

    private nuint Bytes => (nuint)Rows * (nuint)Columns * sizeof(double);

    public ref double this[int row, int column] => ref Data[(long)row * Columns + column];

    public Span<double> Row(int row) => new(RowPointer(row), Columns);

    public double* RowPointer(int row) => Data + (long)row * Columns;

    /// <summary>A float32 copy.</summary>
    public Matrix ToSingle()
    {
        var copy = new Matrix(Rows, Columns);
        for (var i = 0; i < Rows; i++) TensorPrimitives.ConvertTruncating<double, float>(Row(i), copy.Row(i));
        return copy;
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    ~DoubleMatrix() => Free();

    private void Free()
    {
        NativeMemory.AlignedFree(Data);
        Data = null;
    }
}

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
