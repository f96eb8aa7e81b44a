using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Clustering.Internals;

/// <summary>What similarity matrices must be like. Each check throws an <see cref="ArgumentException"/> that names the first element at
/// fault.</summary>
internal static class SimilarityCheck
{
    /// <summary>Relative to the largest element: what rounding of a float32 similarity explains.</summary>
    private const float AsymmetryTolerance = 1e-4f;

    public static void Square(MatrixView similarity)
    {
        if (similarity.RowCount != similarity.ColumnCount)
            throw new ArgumentException($"The similarity matrix must be square, but it is {similarity.RowCount} x {similarity.ColumnCount}.",
                nameof(similarity));
        if (similarity.ColumnStride != 1)
            throw new ArgumentException($"The similarity matrix must have unit column stride, but it has {similarity.ColumnStride}.",
                nameof(similarity));
    }

    public static void Finite(MatrixView similarity, int threads)
    {
        var (row, column) = MatrixScan.FirstNotFinite(similarity, threads);
        if (row >= 0)
            throw new ArgumentException($"Similarities must be finite, but element ({row}, {column}) is {similarity[row, column]}.",
                nameof(similarity));
    }

    public static void NotNegative(MatrixView similarity, int threads)
    {
        var (row, column) = MatrixScan.FirstNegativeOrNotFinite(similarity, threads);
        if (row >= 0)
            throw new ArgumentException($"Affinities must be finite and at least 0, but element ({row}, {column}) is {similarity[row, column]}.",
                nameof(similarity));
    }

    public static void Symmetric(MatrixView similarity, int threads)
    {
        var (row, column) = MatrixScan.FirstAsymmetric(similarity, AsymmetryTolerance, threads);
        if (row < 0) return;
        var (found, mirrored) = (similarity[row, column], similarity[column, row]);
        throw new ArgumentException(
            $"The similarity matrix must be symmetric, but element ({row}, {column}) is {found} and element ({column}, {row}) is {mirrored}.",
            nameof(similarity));
    }

    public static void Counts(ClustererOptions options, int points)
    {
        foreach (var count in options.Counts)
            if (count < 1 || count > points)
                throw new ArgumentException($"{points} points can form 1 to {points} clusters, but {count} were asked for.", nameof(options));
    }
}
