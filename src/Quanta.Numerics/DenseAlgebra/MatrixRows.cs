using System.Numerics.Tensors;
using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.DenseAlgebra;

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
        var largest = LargestMagnitude(a, threads);
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

    /// <summary>The largest |element|; 0 for none, NaN where there is one. Rows or columns must lie side by side.</summary>
    public static float LargestMagnitude(MatrixView a, int threads)
    {
        if (a.ColumnCount == 0) return 0;
        if (a.ColumnStride != 1) a = a.Transposed;
        var largest = new float[a.RowCount];
        Workers.RunPieces(a.RowCount, 64, threads, (start, end) =>
        {
            for (var i = start; i < end; i++) largest[i] = Math.Abs(TensorPrimitives.MaxMagnitude<float>(a.RowSpan(i)));
        });
        return largest.Length == 0 ? 0 : TensorPrimitives.Max<float>(largest);
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

/// <summary>Rows of a view as spans.</summary>
internal static unsafe class RowSpans
{
    /// <summary>Row <paramref name="row"/> of a view whose column stride is 1.</summary>
    public static Span<float> RowSpan(this MatrixView view, int row) => new(view.Data + row * view.RowStride, view.ColumnCount);
}

/// <summary>Sums down the columns of float32 matrices, in float64 and in an order that does not depend on the number of threads.</summary>
internal static unsafe class ColumnReductions
{
    private const int PieceRows = 1024;

    /// <summary>||y_j - value_j x_j|| for each column j.</summary>
    public static double[] ResidualNorms(MatrixView y, MatrixView x, double[] values, int threads) => Roots(x, threads, (row, sums) =>
    {
        float* yr = y.Data + row * y.RowStride, xr = x.Data + row * x.RowStride;
        for (var j = 0; j < sums.Length; j++)
        {
            var difference = yr[j] - values[j] * xr[j];
            sums[j] += difference * difference;
        }
    });

    /// <summary>||x_j|| for each column j.</summary>
    public static double[] Norms(MatrixView x, int threads) => Roots(x, threads, (row, sums) =>
    {
        var xr = x.Data + row * x.RowStride;
        for (var j = 0; j < sums.Length; j++) sums[j] += (double)xr[j] * xr[j];
    });

    private static double[] Roots(MatrixView x, int threads, Action<int, double[]> addRow)
    {
        var pieces = (x.RowCount + PieceRows - 1) / PieceRows;
        var partial = new double[pieces][];
        Workers.Run(pieces, threads, piece =>
        {
            var sums = partial[piece] = new double[x.ColumnCount];
            for (var row = piece * PieceRows; row < Math.Min(x.RowCount, (piece + 1) * PieceRows); row++) addRow(row, sums);
        });
        var total = new double[x.ColumnCount];
        foreach (var sums in partial)
            for (var j = 0; j < total.Length; j++) total[j] += sums[j];
        for (var j = 0; j < total.Length; j++) total[j] = Math.Sqrt(total[j]);
        return total;
    }
}
