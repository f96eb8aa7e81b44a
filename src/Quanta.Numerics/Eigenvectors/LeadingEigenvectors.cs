using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Eigenvectors;

/// <summary>The eigenvectors of the algebraically largest eigenvalues of a dense symmetric float32 matrix.</summary>
/// <remarks>Large matrices: Chebyshev-filtered subspace iteration with float32 products and a float64 Rayleigh-Ritz step
/// (<see cref="FilteredSubspaceIteration"/>);
/// memory beyond the matrix is O(n k). Small ones: a dense float64 solver. The same seed gives the same bits for any number of threads.</remarks>
public static class LeadingEigenvectors
{
    /// <summary>Finds the k largest eigenvalues of A and their vectors.</summary>
    /// <param name="a">[n, n], symmetric and finite, of any scale: it is scaled by a power of two, which changes no digit. The whole matrix is read.</param>
    /// <param name="options">How many, how exactly.</param>
    /// <param name="product">Multiplies matrices.</param>
    /// <param name="progress">Fraction of the wanted vectors that have converged.</param>
    /// <param name="cancellation">Stops between products and blocks of the dense solver.</param>
    /// <exception cref="ArgumentException">The matrix is not square or not finite, or k does not lie in 1 ... n.</exception>
    public static LeadingEigenvectorsResult Compute(
        MatrixView a, LeadingEigenvectorsOptions options, IMatrixProduct product, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        if (a.RowCount != a.ColumnCount) throw new ArgumentException($"The matrix must be square, but it is {a.RowCount} x {a.ColumnCount}.", nameof(a));
        var (row, column) = MatrixScan.FirstNotFinite(a, options.Threads);
        if (row >= 0) throw new ArgumentException($"The matrix must be finite, but element ({row}, {column}) is {a[row, column]}.", nameof(a));
        var scaled = new ScaledOperator(a, product, options.Threads);
        var found = Compute(scaled, options, product, progress, cancellation);
        double[] Restore(double[] values) => Array.ConvertAll(values, value => Math.ScaleB(value, scaled.Exponent));
        return found with { Values = Restore(found.Values), Residuals = Restore(found.Residuals) };
    }

    /// <summary>The same of an operator whose norm is not far from 1.</summary>
    internal static LeadingEigenvectorsResult Compute(
        ISymmetricOperator a, LeadingEigenvectorsOptions options, IMatrixProduct product, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (options.Count < 1 || options.Count > a.Size)
            throw new ArgumentException(
                $"Between 1 and {a.Size} eigenvectors of a {a.Size} x {a.Size} matrix can be found, but {options.Count} were asked for.",
                nameof(options));
        if (IsDense(a.Size, options)) return SolveDense(a, options, cancellation);
        using var iteration = new FilteredSubspaceIteration(a, options, product, cancellation);
        return iteration.Run(progress);
    }

    /// <summary>The bytes that finding them takes beyond the matrix, the result included. Four panels are held at once; the allocator keeps freed ones, twice as
    /// many as measured.</summary>
    /// <param name="size">n.</param>
    /// <param name="options">How many.</param>
    public static long NeedBytes(int size, LeadingEigenvectorsOptions options)
    {
        var (n, k) = ((long)size, (long)options.Count);
        if (IsDense(size, options)) return 4 * sizeof(double) * n * n + 2048 * n + sizeof(double) * n * k + 2 * sizeof(float) * n * k;
        var block = (long)FilteredSubspaceIteration.BlockSize(options);
        return 2 * sizeof(float) * n * block + sizeof(float) * n * k + 12 * FilteredSubspaceIteration.PanelBytes * n + 8 * sizeof(double) * block * block;
    }

    private static bool IsDense(int size, LeadingEigenvectorsOptions options) =>
        size <= options.DenseLimit || FilteredSubspaceIteration.BlockSize(options) > size / 2;

    private static LeadingEigenvectorsResult SolveDense(ISymmetricOperator a, LeadingEigenvectorsOptions options, CancellationToken cancellation)
    {
        using var dense = new DoubleMatrix(a.Size, a.Size);
        a.CopyTo(dense);
        var (values, rows) = DenseEigensolver.Solve(dense, options.Count, options.Threads, cancellation)
            ?? throw new ArgumentException("The matrix must be finite, but it holds a NaN or an infinity.", nameof(a));
        using (rows)
        {
            var vectors = new Matrix(a.Size, options.Count);
            for (var k = 0; k < options.Count; k++)
                for (var i = 0; i < a.Size; i++) vectors[i, k] = (float)rows[k, i];
            using var image = new Matrix(a.Size, options.Count);
            a.Apply(vectors.View, image.View);
            var residuals = ColumnReductions.ResidualNorms(image.View, vectors.View, values, options.Threads);
            return new LeadingEigenvectorsResult(values, vectors, residuals, EigenvectorStatus.Direct, 0, options.Count);
        }
    }
}

/// <summary>What <see cref="LeadingEigenvectors"/> is to find, and how hard it tries.</summary>
/// <param name="Count">k: how many of the algebraically largest eigenvalues are wanted, 1 to n.</param>
public sealed record LeadingEigenvectorsOptions(int Count)
{
    /// <summary>A pair has converged when ||A v - lambda v|| is at most this times the largest |eigenvalue|, or at most 2e-6 |lambda|, which float32
    /// products always reach.</summary>
    public double Tolerance { get; init; } = 5e-7;

    /// <summary>Vectors iterated beyond the wanted ones, as a fraction of k (and 16 at least): more of them cost more per step and need fewer
    /// steps.</summary>
    public double GuardFraction { get; init; } = 0.2;

    /// <summary>Matrices up to this size, and any of which most eigenvectors are wanted, go to the dense float64 solver: O(n^3) time, three n x n
    /// float64 matrices.</summary>
    public int DenseLimit { get; init; } = 1000;

    /// <summary>Rounds of filtering and Rayleigh-Ritz after which the iteration gives up.</summary>
    public int MaxRounds { get; init; } = 40;

    /// <summary>Names the random starting block.</summary>
    public ulong Seed { get; init; }

    /// <summary>The number of threads to use; the result does not depend on it where the product's does not.</summary>
    public int Threads { get; init; } = 1;
}

/// <summary>The leading eigenpairs of a symmetric matrix.</summary>
/// <param name="Values">[k], descending.</param>
/// <param name="Vectors">[n, k]: unit vectors as columns, orthogonal to about 1e-6; column i belongs to value i. The caller disposes it.</param>
/// <param name="Residuals">[k]: ||A v - lambda v||, with A v as the float32 product gives it.</param>
/// <param name="Status">Why the search stopped.</param>
/// <param name="Rounds">Rounds of filtering and Rayleigh-Ritz; 0 for the dense solver.</param>
/// <param name="MultipliedColumns">How many vectors were multiplied by the matrix: the cost in units of 2 n^2 operations.</param>
public sealed record LeadingEigenvectorsResult(
    double[] Values, Matrix Vectors, double[] Residuals, EigenvectorStatus Status, int Rounds, long MultipliedColumns) : IDisposable
{
    /// <summary>One sentence on how the search ended.</summary>
    public string Summary => Status switch
    {
        EigenvectorStatus.Direct => $"The dense solver found {Values.Length} eigenvectors; the largest residual is {Residuals.Max():E1}.",
        EigenvectorStatus.Converged => $"{Values.Length} eigenvectors converged in {Rounds} rounds; the largest residual is {Residuals.Max():E1}.",
        EigenvectorStatus.Stagnated =>
            $"The residuals of {Values.Length} eigenvectors stopped falling at {Residuals.Max():E1} after {Rounds} rounds; "
            + "a larger tolerance would accept them.",
        _ => $"{Values.Length} eigenvectors did not converge in {Rounds} rounds; the largest residual is {Residuals.Max():E1}. "
            + "More rounds or more guard vectors may help.",
    };

    public void Dispose() => Vectors.Dispose();
}

/// <summary>Why the search for eigenvectors stopped.</summary>
public enum EigenvectorStatus
{
    /// <summary>Every residual is within the tolerance.</summary>
    Converged,

    /// <summary>Found by the dense solver, which does not iterate.</summary>
    Direct,

    /// <summary>The residuals stopped falling above the tolerance: it asks for more than float32 products give.</summary>
    Stagnated,

    /// <summary>The rounds ran out; the trailing vectors are the least accurate.</summary>
    RoundsExhausted,
}
