using System.Numerics.Tensors;
using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Eigenvectors.Internals;

/// <summary>Looks through a whole matrix for values that must not be there.</summary>
internal static class MatrixScan
{
    /// <summary>The first element in row-major order that is NaN or infinite; (-1, -1) when there is none.</summary>
    public static (int Row, int Column) FirstNotFinite(MatrixView a, int threads) => First(a, threads, static value => !float.IsFinite(value));

    /// <summary>The first element in row-major order that is negative, NaN or infinite; (-1, -1) when there is none.</summary>
    public static (int Row, int Column) FirstNegativeOrNotFinite(MatrixView a, int threads) =>
        First(a, threads, static value => !(value >= 0 && value <= float.MaxValue));

    /// <summary>The first element in row-major order that differs from its mirror image by more than a fraction of the largest element; (-1, -1)
    /// when there is none.</summary>
    public static (int Row, int Column) FirstAsymmetric(MatrixView a, float tolerance, int threads)
    {
        const int tile = 64;
        var largest = 0f;
        for (var i = 0; i < a.RowCount; i++) largest = Math.Max(largest, Math.Abs(TensorPrimitives.MaxMagnitude<float>(a.RowSpan(i))));
        var firstBad = new int[a.RowCount];
        Array.Fill(firstBad, -1);
        Workers.RunPieces(a.RowCount, tile, threads, (start, end) =>
        {
            for (var left = 0; left < end; left += tile)
                for (var i = start; i < end; i++)
                    for (var j = left; j < Math.Min(i, left + tile) && firstBad[i] < 0; j++)
                        if (!(Math.Abs(a[i, j] - a[j, i]) <= tolerance * largest)) firstBad[i] = j;
        });
        var row = Array.FindIndex(firstBad, column => column >= 0);
        return row < 0 ? (-1, -1) : (row, firstBad[row]);
    }

    private static (int Row, int Column) First(MatrixView a, int threads, Func<float, bool> isBad)
    {
        var firstBad = new int[a.RowCount];
        Workers.RunPieces(a.RowCount, 64, threads, (start, end) =>
        {
            for (var i = start; i < end; i++) firstBad[i] = FirstInRow(a, i, isBad);
        });
        var row = Array.FindIndex(firstBad, column => column >= 0);
        return row < 0 ? (-1, -1) : (row, firstBad[row]);
    }

    private static int FirstInRow(MatrixView a, int row, Func<float, bool> isBad)
    {
        for (var j = 0; j < a.ColumnCount; j++)
            if (isBad(a[row, j])) return j;
        return -1;
    }
}
