using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.DenseAlgebra;

/// <summary>Roots of symmetric positive matrices.</summary>
public static class SymmetricRoots
{
    /// <summary>(A + d m I)^(-1/2), m the mean of A's diagonal, d a damping: what turns vectors whose second moments are A into vectors of equal spread in all directions.</summary>
    /// <param name="a">[n, n], symmetric but for rounding, without negative eigenvalues but for rounding.</param>
    /// <param name="damping">d, above 0: eigenvalues far below d m are not blown up.</param>
    /// <param name="threads">The number of threads to use.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <returns>[n, n], symmetric; zero where A is.</returns>
    /// <exception cref="ArgumentException">The matrix is not square or not finite, or the damping is not above 0.</exception>
    public static Matrix DampedInverseSquareRoot(Matrix a, double damping, int threads, CancellationToken cancellation = default)
    {
        if (a.Rows != a.Columns) throw new ArgumentException($"The matrix must be square, but it is {a.Rows} x {a.Columns}.", nameof(a));
        if (!(damping > 0)) throw new ArgumentException($"The damping must be above 0, but it is {damping}.", nameof(damping));
        using var work = new DoubleMatrix(a.Rows, a.Rows);
        var shift = 0.0;
        for (var i = 0; i < a.Rows; i++)
        {
            for (var j = 0; j <= i; j++) work[i, j] = ((double)a[i, j] + a[j, i]) / 2;
            shift += damping * a[i, i] / a.Rows;
        }
        var root = new Matrix(a.Rows, a.Rows);
        if (shift == 0 && a.Rows > 0) return root;
        var (values, vectors) = DenseEigensolver.Solve(work, a.Rows, threads, cancellation)
            ?? throw new ArgumentException("The matrix must be finite, but it holds a NaN or an infinity.", nameof(a));
        using (vectors)
        {
            for (var k = 0; k < values.Length; k++)
            {
                var factor = Math.Pow(Math.Max(0, values[k]) + shift, -0.25);
                foreach (ref var entry in vectors.Row(k)) entry *= factor;
            }
            using var product = new DoubleMatrix(a.Rows, a.Rows);
            DoubleProduct.Add(1, vectors.View.Transposed, vectors.View, product.View, threads, cancellation);
            for (var i = 0; i < a.Rows; i++)
                for (var j = 0; j < a.Rows; j++) root[i, j] = (float)((product[i, j] + product[j, i]) / 2);
        }
        return root;
    }

    /// <summary>What whitens vectors by M others X [M, p] without a matrix of p^2 entries: W [M, M] such that, for A = X^T X / M and the shift s = d trace(A) / rank,
    /// (A + s I)^(-1/2) x is in proportion to x - B^T B x with B = W X.</summary>
    /// <remarks>With X X^T / M = Q V Q^T, row k of W is the k-th eigenvector times (M (v + s) (1 + sqrt(s / (v + s))))^(-1/2): nothing is subtracted from 1.</remarks>
    /// <param name="products">X X^T, [M, M], row-major, symmetric but for rounding.</param>
    /// <param name="damping">d, above 0.</param>
    /// <param name="rank">How many eigenvalues of A may be other than 0: the lesser of M and p.</param>
    /// <param name="threads">The number of threads to use.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <returns>[M, M]; zero where A is.</returns>
    /// <exception cref="ArgumentException">The products are not finite, or the damping is not above 0.</exception>
    public static Matrix WhiteningWeights(ReadOnlySpan<double> products, double damping, int rank, int threads, CancellationToken cancellation = default)
    {
        if (!(damping > 0)) throw new ArgumentException($"The damping must be above 0, but it is {damping}.", nameof(damping));
        var count = (int)Math.Round(Math.Sqrt(products.Length));
        using var work = new DoubleMatrix(count, count);
        var trace = 0.0;
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j <= i; j++) work[i, j] = (products[i * count + j] + products[j * count + i]) / 2 / count;
            trace += work[i, i];
        }
        var weights = new Matrix(count, count);
        var shift = damping * trace / rank;
        if (shift == 0) return weights;
        var (values, vectors) = DenseEigensolver.Solve(work, count, threads, cancellation)
            ?? throw new ArgumentException("The products must be finite, but they hold a NaN or an infinity.", nameof(products));
        using (vectors)
        {
            for (var k = 0; k < count; k++)
            {
                var shifted = Math.Max(0, values[k]) + shift;
                var factor = 1 / Math.Sqrt(count * shifted * (1 + Math.Sqrt(shift / shifted)));
                for (var i = 0; i < count; i++) weights[k, i] = (float)(factor * vectors.Row(k)[i]);
            }
        }
        return weights;
    }
}
