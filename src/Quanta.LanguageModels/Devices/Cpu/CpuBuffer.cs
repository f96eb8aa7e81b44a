using System.Diagnostics;
using System.Runtime.InteropServices;
using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Devices.Cpu;

/// <summary>Native memory.</summary>
internal sealed unsafe class CpuBuffer : DeviceBuffer
{
    private const nuint Alignment = 64;
    private void* _data;

    public CpuBuffer(IDevice device, long length, ElementType type)
        : base(device, length, type)
    {
        _data = NativeMemory.AlignedAlloc((nuint)Bytes, Alignment);
        GC.AddMemoryPressure(Bytes);
        Poison();
    }

    ~CpuBuffer() => Dispose(disposing: false);

    public void* Data => _data != null ? _data : throw new ObjectDisposedException(nameof(DeviceBuffer));

    private long Bytes => BytesOf(Math.Max(1, Length), Type);

    protected override void Dispose(bool disposing)
    {
        if (_data == null) return;
        NativeMemory.AlignedFree(_data);
        GC.RemoveMemoryPressure(Bytes);
        _data = null;
    }

    /// <summary>Debug builds fill new memory with NaN, so that reading what was never written fails every test.</summary>
    [Conditional("DEBUG")]
    private void Poison()
    {
        NativeMemory.Fill(_data, (nuint)Bytes, 0xFF);
    }
}

/// <summary>What only the processor's implementations may do: look inside a device matrix.</summary>
/// <remarks>All but weights are float32, and asking for another's values as such is a mistake.</remarks>
internal static unsafe class CpuMemory
{
    /// <summary>The matrix as a view; a view of nothing when it is absent.</summary>
    public static MatrixView View(this DeviceMatrix matrix) =>
        matrix.Exists ? new MatrixView(Data(matrix), matrix.RowCount, matrix.ColumnCount, matrix.ColumnCount, 1) : default;

    /// <summary>All values, row-major.</summary>
    public static Span<float> Span(this DeviceMatrix matrix) => new(Data(matrix), checked((int)matrix.Length));

    /// <summary>A weight, of whatever type.</summary>
    public static WeightView Weight(this DeviceMatrix matrix) => new(
        (byte*)BufferOf(matrix).Data + DeviceBuffer.BytesOf(matrix.Offset, matrix.Buffer.Type), matrix.Buffer.Type, matrix.RowCount, matrix.ColumnCount);

    private static float* Data(DeviceMatrix matrix) => matrix.Buffer.Type == ElementType.Float32
        ? (float*)BufferOf(matrix).Data + matrix.Offset
        : throw new ArgumentException($"A matrix of float32 values was required, but one of {matrix.Buffer.Type} was given.");

    private static CpuBuffer BufferOf(DeviceMatrix matrix) => matrix.Buffer as CpuBuffer
        ?? throw new ArgumentException($"A buffer of the device \"{matrix.Buffer.Device.Name}\" was given to a processor's operation.");
}

/// <summary>Scratch memory that grows to the largest matrix it was asked for.</summary>
internal sealed unsafe class GrowingMatrix : IDisposable
{
    private Matrix? _memory;

    /// <summary>A matrix [rows, columns] of unspecified content; it invalidates the one before.</summary>
    public MatrixView View(int rows, int columns)
    {
        var length = checked(rows * columns);
        if (_memory is null || _memory.Columns < length)
        {
            _memory?.Dispose();
            _memory = new Matrix(1, length);
        }
        return new MatrixView(_memory.View.Data, rows, columns, columns, 1);
    }

    public void Dispose() => _memory?.Dispose();
}
