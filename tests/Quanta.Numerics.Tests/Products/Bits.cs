using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Tests.Products;

internal static class Bits
{
    /// <summary>Fails unless every element has the same bits; all NaN count as one.</summary>
    public static void Equal(MatrixView expected, MatrixView actual, string what)
    {
        Assert.Equal((expected.RowCount, expected.ColumnCount), (actual.RowCount, actual.ColumnCount));
        for (var i = 0; i < expected.RowCount; i++)
        {
            for (var j = 0; j < expected.ColumnCount; j++)
            {
                if (BitConverter.SingleToInt32Bits(expected[i, j]) == BitConverter.SingleToInt32Bits(actual[i, j])) continue;
                if (float.IsNaN(expected[i, j]) && float.IsNaN(actual[i, j])) continue;
                Assert.Fail($"[{i}, {j}] of {what}: expected {expected[i, j]:R}, found {actual[i, j]:R}");
            }
        }
    }
}
