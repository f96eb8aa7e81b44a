using System.Numerics.Tensors;

namespace Quanta.Numerics.DenseAlgebra;

/// <summary>Eigenpairs of a dense symmetric float64 matrix: tridiagonalisation, divide and conquer, back-transformation.</summary>
/// <remarks>O(n^3) time, three matrices of n x n float64 in memory. The matrix is first scaled by a power of two, so that its scale changes no digit.</remarks>
internal static class DenseEigensolver
{
    /// <param name="a">[n, n]; only the lower triangle is read; overwritten.</param>
    /// <param name="count">How many of the largest eigenvalues are wanted.</param>
    /// <param name="threads">The number of threads to use.</param>
    /// <param name="cancellation">Stops between panels of the reductions and blocks of the merges.</param>
    /// <returns>Values [count], descending, and vectors [count, n] as rows; null when the matrix was not finite.</returns>
    public static (double[] Values, DoubleMatrix Vectors)? Solve(DoubleMatrix a, int count, int threads, CancellationToken cancellation = default)
    {
        if (Normalize(a) is not { } exponent) return null;
        using var reduction = Tridiagonalization.Reduce(a, threads, cancellation);
        using var all = new DoubleMatrix(a.Rows, a.Rows);
        var values = reduction.Diagonal;
        if (!DivideAndConquer.Solve(values, reduction.OffDiagonal, all, threads, cancellation)) return null;
        var order = Enumerable.Range(0, a.Rows).OrderByDescending(i => values[i]).Take(count).ToArray();
        var vectors = new DoubleMatrix(count, a.Rows);
        for (var i = 0; i < count; i++) all.Row(order[i]).CopyTo(vectors.Row(i));
        BackTransformation.Apply(reduction, a, vectors.View, threads, cancellation);
        return (order.Select(i => Math.ScaleB(values[i], exponent)).ToArray(), vectors);
    }

    /// <summary>Divides the lower triangle by the power of two that leaves its largest element in 1 ... 2, and returns the exponent; null where an element is
    /// not finite.</summary>
    private static int? Normalize(DoubleMatrix a)
    {
        var largest = 0.0;
        for (var i = 0; i < a.Rows; i++) largest = Math.Max(largest, Math.Abs(TensorPrimitives.MaxMagnitude<double>(a.Row(i)[..(i + 1)])));
        if (!double.IsFinite(largest)) return null;
        if (largest == 0) return 0;
        const int mostOfAFactor = 1000;
        var exponent = Math.Clamp(Math.ILogB(largest), -mostOfAFactor, mostOfAFactor);
        for (var i = 0; i < a.Rows; i++) TensorPrimitives.Multiply(a.Row(i)[..(i + 1)], Math.ScaleB(1, -exponent), a.Row(i)[..(i + 1)]);
        return exponent;
    }
}
