using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Quanta.Numerics.Matrices;

/// <summary>A dense float32 matrix, row-major, in native memory, whose rows may have more than 2^31 entries: they are read and written in parts.</summary>
/// <remarks>Rows start on 64-byte boundaries when the number of columns is a multiple of 16, and are contiguous otherwise as well.</remarks>
public unsafe class WideMatrix : IDisposable
{
    private const nuint Alignment = 64;
    private float* _data;

    /// <summary>Allocates [rows, columns].</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="isCleared">All zero; otherwise of any content, and the memory is first touched by whoever writes it: with several threads that is much faster.</param>
    public WideMatrix(int rows, long columns, bool isCleared = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        (Rows, ColumnCount) = (rows, columns);
        _data = (float*)NativeMemory.AlignedAlloc(Bytes == 0 ? Alignment : Bytes, Alignment);
        if (isCleared) Clear();
        else Poison();
        GC.AddMemoryPressure((long)Math.Max(Bytes, 1));
    }

    ~WideMatrix() => Free();

    public int Rows { get; }

    public long ColumnCount { get; }

    /// <summary>Where the values lie, for as long as this object is neither collected nor disposed.</summary>
    public float* Data => _data != null ? _data : throw new ObjectDisposedException(nameof(WideMatrix));

    private nuint Bytes => checked((nuint)Rows * (nuint)ColumnCount * sizeof(float));

    /// <summary>Entries <paramref name="start"/> to <paramref name="start"/> + <paramref name="length"/> - 1 of a row.</summary>
    public Span<float> Part(int row, long start, int length)
    {
        CheckRange(row, 1, start, length);
        return new Span<float>(Data + row * ColumnCount + start, length);
    }

    /// <summary>A block as a view for products. The view does not keep this object alive.</summary>
    public MatrixView Block(int row, int rows, long column, int columns)
    {
        CheckRange(row, rows, column, columns);
        return new MatrixView(Data + row * ColumnCount + column, rows, columns, ColumnCount, 1);
    }

    /// <summary>Sets every element to zero.</summary>
    public void Clear() => NativeMemory.Clear(Data, Bytes);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>Debug builds fill memory that is not cleared with NaN, so that reading what was never written fails every test.</summary>
    [Conditional("DEBUG")]
    private void Poison()
    {
        for (var i = 0L; i < Rows * ColumnCount; i++) _data[i] = float.NaN;
    }

    private void CheckRange(int row, int rows, long column, int columns)
    {
        if (row < 0 || rows < 0 || row > Rows - rows || column < 0 || columns < 0 || column > ColumnCount - columns)
            throw new ArgumentOutOfRangeException(
                nameof(row), $"A block of {rows} x {columns} at ({row}, {column}) does not lie within the matrix of {Rows} x {ColumnCount}.");
    }

    private void Free()
    {
        if (_data == null) return;
        NativeMemory.AlignedFree(_data);
        _data = null;
        GC.RemoveMemoryPressure((long)Math.Max(Bytes, 1));
    }
}
