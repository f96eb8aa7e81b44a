using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Products;

internal static class MatrixCopies
{
    /// <summary>A row-major copy.</summary>
    public static Matrix Copy(this MatrixView source)
    {
        var copy = new Matrix(source.RowCount, source.ColumnCount);
        source.CopyTo(copy.View);
        return copy;
    }

    public static void CopyTo(this MatrixView source, MatrixView destination)
    {
        for (var i = 0; i < source.RowCount; i++)
            for (var j = 0; j < source.ColumnCount; j++) destination[i, j] = source[i, j];
    }
}
