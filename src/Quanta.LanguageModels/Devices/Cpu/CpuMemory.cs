using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Devices.Cpu;

/// <summary>What only the processor's implementations may do: look inside a device matrix.</summary>
internal static unsafe class CpuMemory
{
    /// <summary>The matrix as a view; a view of nothing when it is absent.</summary>
    public static MatrixView View(this DeviceMatrix matrix) =>
        matrix.Exists ? new MatrixView(Data(matrix), matrix.RowCount, matrix.ColumnCount, matrix.ColumnCount, 1) : default;

    /// <summary>All values, row-major.</summary>
    public static Span<float> Span(this DeviceMatrix matrix) => new(Data(matrix), checked((int)matrix.Length));

    private static float* Data(DeviceMatrix matrix) =>
        matrix.Buffer is CpuBuffer buffer
            ? buffer.Data + matrix.Offset
            : throw new ArgumentException($"A buffer of the device \"{matrix.Buffer.Device.Name}\" was given to a processor's operation.");
}
