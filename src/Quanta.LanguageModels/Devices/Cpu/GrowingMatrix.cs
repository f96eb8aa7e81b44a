using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Devices.Cpu;

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
