using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Products;

internal static class Symmetry
{
    private const int Side = 32;

    /// <summary>A symmetric matrix may be seen either way: the one with contiguous rows where there is one.</summary>
    public static MatrixView WithContiguousRows(MatrixView c) => c.ColumnStride != 1 && c.RowStride == 1 ? c.Transposed : c;

    /// <summary>Copies the lower triangle to the upper, in squares that fit the cache.</summary>
    public static void MirrorLower(MatrixView c)
    {
        for (var i = 0; i < c.RowCount; i += Side)
            for (var j = 0; j <= i; j += Side)
                MirrorSquare(c, i, Math.Min(i + Side, c.RowCount), j);
    }

    private static void MirrorSquare(MatrixView c, int start, int end, int columnStart)
    {
        for (var i = start; i < end; i++)
        {
            var columnEnd = Math.Min(columnStart + Side, i);
            for (var j = columnStart; j < columnEnd; j++) c[j, i] = c[i, j];
        }
    }
}
