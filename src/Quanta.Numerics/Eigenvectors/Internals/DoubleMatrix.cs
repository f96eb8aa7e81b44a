using System.Runtime.InteropServices;

namespace Quanta.Numerics.Eigenvectors.Internals;

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
