using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Eigenvectors;

/// <summary>The best eigenpairs that a subspace holds.</summary>
internal static class RayleighRitz
{
    /// <summary>Solves H y = value S y with H = X^T A X and S = X^T X in float64, and turns X and A X to the Ritz vectors, largest value
    /// first.</summary>
    /// <param name="x">[n, p]: nearly orthonormal columns, overwritten.</param>
    /// <param name="image">[n, p]: A X, overwritten.</param>
    /// <param name="products">Multiplies.</param>
    /// <param name="cancellation">Stops inside the dense solver.</param>
    /// <returns>The Ritz values [p], descending.</returns>
    public static double[] Apply(MatrixView x, MatrixView image, BlockProducts products, CancellationToken cancellation)
    {
        using var l = products.Gram(x, x);
        using var h = products.Gram(x, image);
        Symmetrize(h);
        if (!Cholesky.Factor(l, products.Threads, cancellation))
            throw new ArithmeticException("The block lost its orthogonality: its Gram matrix is not positive definite.");
        Cholesky.SolveLower(l, h.View, products.Threads, cancellation);
        using var transposed = Transpose(h);
        Cholesky.SolveLower(l, transposed.View, products.Threads, cancellation);
        var (values, rows) = DenseEigensolver.Solve(transposed, x.ColumnCount, products.Threads, cancellation)
            ?? throw new ArithmeticException("The matrix gave values that are not finite.");
        using var vectors = Transpose(rows);
        rows.Dispose();
        Cholesky.SolveUpper(l, vectors.View, products.Threads, cancellation);
        using var rotation = vectors.ToSingle();
        products.Rotate(x, rotation.View);
        products.Rotate(image, rotation.View);
        return values;
    }

    private static void Symmetrize(DoubleMatrix h)
    {
        for (var i = 0; i < h.Rows; i++)
            for (var j = 0; j < i; j++) h[i, j] = h[j, i] = (h[i, j] + h[j, i]) / 2;
    }

    private static DoubleMatrix Transpose(DoubleMatrix source)
    {
        var result = new DoubleMatrix(source.Columns, source.Rows);
        for (var i = 0; i < source.Rows; i++)
            for (var j = 0; j < source.Columns; j++) result[j, i] = source[i, j];
        return result;
    }
}

/// <summary>Makes the columns of a tall float32 block orthonormal to about 1e-6.</summary>
/// <remarks>Shifted Cholesky QR (Fukaya, Kannan, Nakatsukasa, Yamamoto and Yanagisawa 2020): X := X L^-T with X^T X + shift = L L^T, repeated until
/// no shift was
/// needed and the factor was close to the identity. Columns that depend on the others turn into noise, which is what a subspace method wants of
/// them.</remarks>
internal static class Orthonormalization
{
    private const int MaxPasses = 6;
    private const double GramRounding = 1e-5, GoodPivot = 0.5;

    /// <param name="x">[n, p], unit column stride, overwritten.</param>
    /// <param name="locked">[n, q]: orthonormal columns from which X is also freed.</param>
    /// <param name="products">Multiplies.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="ArithmeticException">A column is not finite.</exception>
    public static void Apply(MatrixView x, MatrixView locked, BlockProducts products, CancellationToken cancellation)
    {
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            products.ProjectOut(locked, x);
            products.NormalizeColumns(x);
            using var gram = products.Gram(x, x);
            var pivot = Factor(gram, products.Threads, cancellation);
            using var inverse = new DoubleMatrix(gram.Rows, gram.Rows);
            for (var i = 0; i < gram.Rows; i++) inverse[i, i] = 1;
            Cholesky.SolveUpper(gram, inverse.View, products.Threads, cancellation);
            using var rotation = inverse.ToSingle();
            products.Rotate(x, rotation.View);
            if (pivot >= GoodPivot) return;
        }
    }

    /// <summary>Factors the Gram matrix, shifted when it is singular to its own rounding; returns the smallest pivot, or 0 after a shift.</summary>
    private static double Factor(DoubleMatrix gram, int threads, CancellationToken cancellation)
    {
        using var copy = new DoubleMatrix(gram.Rows, gram.Columns);
        for (var shift = 0.0; shift <= 100.0 * gram.Rows; shift = Math.Max(GramRounding, 10 * shift))
        {
            for (var i = 0; i < gram.Rows; i++)
            {
                gram.Row(i).CopyTo(copy.Row(i));
                copy[i, i] += shift;
            }
            if (!Cholesky.Factor(copy, threads, cancellation)) continue;
            var pivot = SmallestPivot(copy);
            if (pivot < GramRounding) continue;
            for (var i = 0; i < gram.Rows; i++) copy.Row(i).CopyTo(gram.Row(i));
            return shift > 0 ? 0 : pivot;
        }
        // The columns have length 1, so a shift of their number makes any Gram matrix of finite columns definite.
        throw new ArithmeticException("The block of vectors is not finite: the matrix is not, or its products overflow.");
    }

    private static double SmallestPivot(DoubleMatrix factor)
    {
        var smallest = double.PositiveInfinity;
        for (var i = 0; i < factor.Rows; i++) smallest = Math.Min(smallest, factor[i, i] * factor[i, i]);
        return smallest;
    }
}
