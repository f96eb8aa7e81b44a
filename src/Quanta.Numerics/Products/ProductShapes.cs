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
