using System.Numerics.Tensors;
using Quanta.Numerics.Clustering.Internals;
using Quanta.Numerics.Eigenvectors;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Clustering;

/// <summary>Laplacian eigenmaps of a dense affinity, as scikit-learn 1.2's SpectralClustering(affinity="precomputed") defines them.</summary>
/// <remarks>d_i = sum_{j != i} A_ij; M = D^-1/2 (A - diag A) D^-1/2; the eigenvectors v of the largest eigenvalues of M (the smallest of the
/// Laplacian I - M),
/// the trivial one kept; coordinate = v_i / sqrt(d_i); the sign makes each column's element of largest magnitude positive. Rows are not normalised.
/// A point without neighbours has eigenvalue 0, as there. Another scale of the affinity changes no digit of a vector if it is a power of four.
/// <para>Differs from the source: float32 products (residuals of a few 1e-7 instead of 1e-15), one decomposition for all cluster counts, and an
/// asymmetric affinity is refused instead of averaged.</para></remarks>
public static class SpectralEmbedding
{
    /// <summary>Computes the embedding in k dimensions.</summary>
    /// <param name="affinity">[n, n], symmetric, not negative, finite; unit column stride. The diagonal is not used: it is 0 meanwhile, and put back.</param>
    /// <param name="options">How many dimensions.</param>
    /// <param name="product">Multiplies matrices.</param>
    /// <param name="progress">Fraction of the eigenvectors that have converged.</param>
    /// <param name="cancellation">Stops between products.</param>
    /// <exception cref="ArgumentException">The affinity is not square, symmetric, finite and at least 0, or k does not lie in 1 ... n.</exception>
    public static SpectralEmbeddingResult Compute(
        MatrixView affinity, SpectralEmbeddingOptions options, IMatrixProduct product, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        SimilarityCheck.Square(affinity);
        SimilarityCheck.NotNegative(affinity, options.Threads);
        SimilarityCheck.Symmetric(affinity, options.Threads);
        using var normalized = new NormalizedAffinity(affinity, product, options.Threads);
        var (tolerance, seed, threads) = (options.Tolerance, options.Seed, options.Threads);
        var search = new LeadingEigenvectorsOptions(options.Dimensions) { Tolerance = tolerance, Seed = seed, Threads = threads };
        var found = LeadingEigenvectors.Compute(normalized, search, product, progress, cancellation);
        for (var i = 0; i < found.Vectors.Rows; i++) TensorPrimitives.Multiply(found.Vectors.Row(i), normalized.Scale[i], found.Vectors.Row(i));
        FixSigns(found.Vectors);
        return new SpectralEmbeddingResult(found.Values, found.Vectors, found.Residuals, found.Status, found.Summary);
    }

    private static void FixSigns(Matrix vectors)
    {
        var largest = new float[vectors.Columns];
        for (var i = 0; i < vectors.Rows; i++)
        {
            var row = vectors.Row(i);
            for (var j = 0; j < row.Length; j++)
                if (Math.Abs(row[j]) > Math.Abs(largest[j])) largest[j] = row[j];
        }
        var signs = largest.Select(value => value < 0 ? -1f : 1f).ToArray();
        for (var i = 0; i < vectors.Rows; i++) TensorPrimitives.Multiply(vectors.Row(i), signs, vectors.Row(i));
    }
}

/// <summary>How many coordinates a spectral embedding has, and how exactly they are found.</summary>
/// <param name="Dimensions">k: the number of eigenvectors, the trivial first one included; 1 to n.</param>
public sealed record SpectralEmbeddingOptions(int Dimensions)
{
    /// <summary>Largest residual ||M v - lambda v|| accepted, the largest eigenvalue of M being 1.</summary>
    public double Tolerance { get; init; } = 5e-7;

    /// <summary>Names the random start of the eigensolver.</summary>
    public ulong Seed { get; init; }

    /// <summary>The number of threads to use; the result does not depend on it where the product's does not.</summary>
    public int Threads { get; init; } = 1;
}

/// <summary>Coordinates of points whose affinities are given.</summary>
/// <param name="Eigenvalues">[k], descending: of D^-1/2 A D^-1/2, whose largest is 1; 1 minus them are those of the Laplacian.</param>
/// <param name="Vectors">[n, k]: the embedding. The first c columns are the embedding in c dimensions. The caller disposes it.</param>
/// <param name="Residuals">[k]: of the unit eigenvectors that the columns were made from.</param>
/// <param name="Status">How the search for eigenvectors ended.</param>
/// <param name="Summary">The same in one sentence.</param>
public sealed record SpectralEmbeddingResult(
    double[] Eigenvalues, Matrix Vectors, double[] Residuals, EigenvectorStatus Status, string Summary) : IDisposable
{
    public void Dispose() => Vectors.Dispose();
}
