using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Products;

internal static class ProductShapes
{
    /// <summary>Throws unless A [M, K], B [K, N] and C [M, N] agree.</summary>
    public static void Check(MatrixView a, MatrixView b, MatrixView c)
    {
        if (a.ColumnCount != b.RowCount || c.RowCount != a.RowCount || c.ColumnCount != b.ColumnCount)
            throw new ArgumentException($"The product of {Shape(a)} and {Shape(b)} cannot be written to {Shape(c)}.");
    }

    /// <summary>The product over K = 0: an empty sum is 0.</summary>
    public static void ClearUnless(bool accumulate, MatrixView c)
    {
        if (accumulate) return;
        for (var i = 0; i < c.RowCount; i++)
            for (var j = 0; j < c.ColumnCount; j++) c[i, j] = 0;
    }

    private static string Shape(MatrixView m) => $"[{m.RowCount}, {m.ColumnCount}]";
}

internal static class Symmetry
{
    /// <summary>A symmetric matrix may be seen either way: the one with contiguous rows where there is one.</summary>
    public static MatrixView WithContiguousRows(MatrixView c) => c.ColumnStride != 1 && c.RowStride == 1 ? c.Transposed : c;
}

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
