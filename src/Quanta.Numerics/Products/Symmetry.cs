using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Products;

internal static class Symmetry
{
    /// <summary>A symmetric matrix may be seen either way: the one with contiguous rows where there is one.</summary>
    public static MatrixView WithContiguousRows(MatrixView c) => c.ColumnStride != 1 && c.RowStride == 1 ? c.Transposed : c;
}
