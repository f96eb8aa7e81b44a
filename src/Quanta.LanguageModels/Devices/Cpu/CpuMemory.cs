using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Devices.Cpu;

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
