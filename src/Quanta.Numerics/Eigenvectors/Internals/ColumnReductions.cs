using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Eigenvectors.Internals;

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
