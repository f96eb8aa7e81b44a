using Quanta.Numerics.Elementwise;
using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Sketches;

/// <summary>Memory that tensor sketches work in: one a thread, for sketches of any shape; it grows to the largest use.</summary>
public sealed class TensorSketchWorkspace : IDisposable
{
    private Matrix _lanes = new(0, 0), _absent = new(0, 0);

    /// <summary>[rows, 8], of unspecified content; it invalidates the one before.</summary>
    internal Matrix Lines(int rows) => Grow(ref _lanes, rows, Lanes.Count);

    /// <summary>A row of at least so many zeros, for lanes that no row fills.</summary>
    internal Matrix Zeros(int length) => Grow(ref _absent, 1, length);

    public void Dispose()
    {
        _lanes.Dispose();
        _absent.Dispose();
    }

    private static Matrix Grow(ref Matrix matrix, int rows, int columns)
    {
        if (matrix.Rows >= rows && matrix.Columns >= columns) return matrix;
        matrix.Dispose();
        return matrix = new Matrix(rows, columns);
    }
}
