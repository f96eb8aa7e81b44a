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
}
