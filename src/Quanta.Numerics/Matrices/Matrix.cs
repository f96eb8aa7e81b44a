using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Quanta.Numerics.Matrices;

/// <summary>A dense float32 matrix, row-major, in native memory: not limited to the 2^31 elements of an array, while each row is one span.</summary>
/// <remarks>Rows start on 64-byte boundaries when the number of columns is a multiple of 16, and are contiguous otherwise as well.</remarks>
public sealed unsafe class Matrix : IDisposable
{
    private const nuint Alignment = 64;
    private float* _data;

    /// <summary>Allocates [rows, columns], all zero.</summary>
    public Matrix(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        (Rows, Columns) = (rows, columns);
        _data = (float*)NativeMemory.AlignedAlloc(Math.Max(Bytes, Alignment), Alignment);
        Clear();
        GC.AddMemoryPressure((long)Math.Max(Bytes, 1));
    }

    ~Matrix() => Free();

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>Where the values lie, for as long as this object is neither collected nor disposed.</summary>
    public float* Data => _data != null ? _data : throw new ObjectDisposedException(nameof(Matrix));

    /// <summary>Elements from one row to the next; rows are contiguous, so this equals <see cref="Columns"/>.</summary>
    public long Stride => Columns;

    /// <summary>The whole matrix as a strided view for products. The view does not keep this object alive.</summary>
    public MatrixView View => new(Data, Rows, Columns, Stride, 1);

    private nuint Bytes => (nuint)Rows * (nuint)Columns * sizeof(float);

    public ref float this[int row, int column] => ref Row(row)[column];

    /// <summary>Row <paramref name="row"/>, [columns].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<float> Row(int row)
    {
        if ((uint)row >= (uint)Rows || _data == null) ThrowNoRow(row);
        return new Span<float>(_data + row * Stride, Columns);
    }

    /// <summary>Rows <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> - 1 as a view.</summary>
    public MatrixView Slice(int start, int count) => View.Rows(start, count);

    /// <summary>Sets every element to zero.</summary>
    public void Clear() => NativeMemory.Clear(Data, Bytes);

    /// <summary>Copies a row-major array [rows, columns].</summary>
    public static Matrix From(int rows, int columns, ReadOnlySpan<float> values)
    {
        if (values.Length != (long)rows * columns)
            throw new ArgumentException($"A matrix of {rows} x {columns} needs {(long)rows * columns} values, but {values.Length} were given.", nameof(values));
        var matrix = new Matrix(rows, columns);
        for (var row = 0; row < rows; row++) values.Slice(row * columns, columns).CopyTo(matrix.Row(row));
        return matrix;
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    [DoesNotReturn]
    private void ThrowNoRow(int row)
    {
        ObjectDisposedException.ThrowIf(_data == null, this);
        throw new ArgumentOutOfRangeException(nameof(row), $"There is no row {row} among {Rows}.");
    }

    private void Free()
    {
        if (_data == null) return;
        NativeMemory.AlignedFree(_data);
        _data = null;
        GC.RemoveMemoryPressure((long)Math.Max(Bytes, 1));
    }
}
