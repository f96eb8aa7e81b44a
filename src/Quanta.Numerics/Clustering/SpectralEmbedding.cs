using System.Numerics.Tensors;
using Quanta.Numerics.Clustering.Internals;
using Quanta.Numerics.DenseAlgebra;
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

/// <summary>M = D^-1/2 (A - diag A) D^-1/2 as an operator on A, which is not copied.</summary>
/// <remarks>The diagonal of A is 0 until this is disposed of, and then what it was: to take it away after a product would cancel where it is much larger than
/// the rest. The norm of M is 1 whatever the scale of A.</remarks>
internal sealed class NormalizedAffinity : ISymmetricOperator, IDisposable
{
    private const int PanelColumns = 256;
    private readonly MatrixView _affinity;
    private readonly IMatrixProduct _product;
    private readonly int _threads;
    private readonly float[] _diagonal;
    private readonly double[] _roots;

    public NormalizedAffinity(MatrixView affinity, IMatrixProduct product, int threads)
    {
        (_affinity, _product, _threads) = (affinity, product, threads);
        (_diagonal, _roots) = (new float[Size], new double[Size]);
        for (var i = 0; i < Size; i++) (_diagonal[i], affinity[i, i]) = (affinity[i, i], 0);
        ForRows(i => _roots[i] = Sum(affinity.RowSpan(i)));
        var isolated = IsolatedDegree();
        for (var i = 0; i < Size; i++) _roots[i] = 1 / Math.Sqrt(_roots[i] > 0 ? _roots[i] : isolated);
        Scale = Array.ConvertAll(_roots, root => (float)root);
    }

    public int Size => _affinity.RowCount;

    /// <summary>[n]: 1 / sqrt(degree), the degree being the sum of a row without the diagonal. A point without neighbours is given as its degree the power of
    /// two at or above the largest affinity: 1, as in scikit-learn, where that is at most 1 and more than half.</summary>
    public float[] Scale { get; }

    public void Apply(MatrixView x, MatrixView y)
    {
        for (var start = 0; start < x.ColumnCount; start += PanelColumns)
        {
            var count = Math.Min(PanelColumns, x.ColumnCount - start);
            ApplyPanel(x.Columns(start, count), y.Columns(start, count));
        }
    }

    public void CopyTo(DoubleMatrix target) => ForRows(i =>
    {
        for (var j = 0; j < i; j++) target[i, j] = _affinity[i, j] * _roots[i] * _roots[j];
        target[i, i] = 0;
    });

    public void Dispose()
    {
        for (var i = 0; i < Size; i++) _affinity[i, i] = _diagonal[i];
    }

    private void ApplyPanel(MatrixView x, MatrixView y)
    {
        using var scaled = new Matrix(Size, x.ColumnCount);
        ForRows(i => TensorPrimitives.Multiply(x.RowSpan(i), Scale[i], scaled.Row(i)));
        _product.Multiply(_affinity, scaled.View, y, accumulate: false, _threads);
        ForRows(i => TensorPrimitives.Multiply(y.RowSpan(i), Scale[i], y.RowSpan(i)));
    }

    private void ForRows(Action<int> work) => Workers.RunPieces(Size, 64, _threads, (start, end) =>
    {
        for (var i = start; i < end; i++) work(i);
    });

    private double IsolatedDegree()
    {
        var largest = MatrixScan.LargestMagnitude(_affinity, _threads);
        return largest > 0 ? Math.ScaleB(1, (int)Math.Ceiling(Math.Log2(largest))) : 1;
    }

    private static double Sum(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum;
    }
}
