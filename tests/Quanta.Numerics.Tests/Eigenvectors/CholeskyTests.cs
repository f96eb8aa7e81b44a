using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Random;

namespace Quanta.Numerics.Tests.Eigenvectors;

public class CholeskyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(200)]
    public void The_factor_times_its_transpose_is_the_matrix_and_the_solvers_invert_it(int n)
    {
        using var s = PositiveDefinite(n);
        using var l = PositiveDefinite(n);
        Assert.True(Cholesky.Factor(l, threads: 2));
        using DoubleMatrix lower = new(n, n), upper = new(n, n);
        for (var i = 0; i < n; i++)
        {
            s.Row(i).CopyTo(lower.Row(i));
            upper[i, i] = 1;
            for (var j = 0; j <= i; j++)
            {
                var sum = 0.0;
                for (var k = 0; k <= j; k++) sum += l[i, k] * l[j, k];
                Expect.Near(s[i, j], sum, 1e-10, "float64 rounding of elements near 10");
            }
        }
        Cholesky.SolveLower(l, lower.View, threads: 2);
        Cholesky.SolveUpper(l, upper.View, threads: 2);
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
            {
                Expect.Near(j >= i ? l[j, i] : 0, lower[i, j], 1e-10, "L^-1 S = L^T");
                var product = 0.0;
                for (var k = i; k < n; k++) product += l[k, i] * upper[k, j];
                Expect.Near(i == j ? 1 : 0, product, 1e-10, "L^T L^-T = I");
            }
    }

    [Fact]
    public void An_indefinite_matrix_is_refused()
    {
        using var s = new DoubleMatrix(2, 2);
        (s[0, 0], s[1, 0], s[1, 1]) = (1, 2, 1);
        Assert.False(Cholesky.Factor(s, threads: 1));
        (s[0, 0], s[1, 0], s[1, 1]) = (1, double.NaN, 1);
        Assert.False(Cholesky.Factor(s, threads: 1));
    }

    private static DoubleMatrix PositiveDefinite(int n)
    {
        var random = new Philox(8);
        using var x = new DoubleMatrix(n, n);
        for (var i = 0; i < n; i++)
            foreach (ref var value in x.Row(i)) value = random.NextGaussian() / Math.Sqrt(n);
        var s = new DoubleMatrix(n, n);
        DoubleProduct.Add(1, x.View, x.View.Transposed, s.View, threads: 1);
        for (var i = 0; i < n; i++) s[i, i] += 1;
        return s;
    }
}
