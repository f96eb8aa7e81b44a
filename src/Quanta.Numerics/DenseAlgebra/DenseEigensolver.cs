namespace Quanta.Numerics.DenseAlgebra;

/// <summary>Eigenpairs of a dense symmetric float64 matrix: tridiagonalisation, divide and conquer, back-transformation.</summary>
/// <remarks>O(n^3) time, three matrices of n x n float64 in memory.</remarks>
internal static class DenseEigensolver
{
    /// <param name="a">[n, n]; only the lower triangle is read; overwritten.</param>
    /// <param name="count">How many of the largest eigenvalues are wanted.</param>
    /// <param name="threads">The number of threads to use.</param>
    /// <param name="cancellation">Stops between panels and merges.</param>
    /// <returns>Values [count], descending, and vectors [count, n] as rows; null when the matrix was not finite.</returns>
    public static (double[] Values, DoubleMatrix Vectors)? Solve(DoubleMatrix a, int count, int threads, CancellationToken cancellation = default)
    {
        using var reduction = Tridiagonalization.Reduce(a, threads, cancellation);
        using var all = new DoubleMatrix(a.Rows, a.Rows);
        var values = reduction.Diagonal;
        if (!DivideAndConquer.Solve(values, reduction.OffDiagonal, all, threads, cancellation)) return null;
        var order = Enumerable.Range(0, a.Rows).OrderByDescending(i => values[i]).Take(count).ToArray();
        var vectors = new DoubleMatrix(count, a.Rows);
        for (var i = 0; i < count; i++) all.Row(order[i]).CopyTo(vectors.Row(i));
        BackTransformation.Apply(reduction, a, vectors.View, threads, cancellation);
        return (order.Select(i => values[i]).ToArray(), vectors);
    }
}
