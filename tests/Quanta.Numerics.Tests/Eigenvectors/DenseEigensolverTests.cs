using Quanta.Numerics.DenseAlgebra;

namespace Quanta.Numerics.Tests.Eigenvectors;

public class DenseEigensolverTests
{
    public static TheoryData<string> Kinds => [.. SymmetricMatrices.Kinds];

    [Theory, MemberData(nameof(Kinds))]
    public void Pairs_satisfy_the_definition_and_vectors_are_orthonormal(string kind)
    {
        foreach (var n in new[] { 1, 2, 3, 7, 33, 40, 41, 64, 97, 150 })
        {
            using DoubleMatrix a = SymmetricMatrices.Create(kind, n), work = SymmetricMatrices.Create(kind, n);
            var (values, vectors) = DenseEigensolver.Solve(work, n, threads: 2)!.Value;
            using (vectors)
            {
                Assert.Equal(values.OrderDescending(), values);
                var scale = Math.Max(1, values.Max(Math.Abs));
                for (var k = 0; k < n; k++)
                {
                    for (var i = 0; i < n; i++)
                        Expect.Near(values[k] * vectors[k, i], Dot(a.Row(i), vectors.Row(k)), 1e-13 * n * scale,
                            $"backward error of a {kind} matrix of {n}");
                    for (var other = 0; other <= k; other++)
                        Expect.Near(k == other ? 1 : 0, Dot(vectors.Row(k), vectors.Row(other)), 1e-14 * (n + 10), $"orthogonality, {kind}, {n}");
                }
            }
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Values_equal_those_of_MathNet(string kind)
    {
        foreach (var n in new[] { 1, 2, 5, 60, 113 })
        {
            using var a = SymmetricMatrices.Create(kind, n);
            var reference = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(n, n, (i, j) => a[i, j]);
            var expected = reference.Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric).EigenValues.Select(value => value.Real)
                .OrderDescending().ToArray();
            var (values, vectors) = DenseEigensolver.Solve(a, n, threads: 1)!.Value;
            vectors.Dispose();
            for (var k = 0; k < n; k++)
                Expect.Near(expected[k], values[k], 1e-13 * n * Math.Max(1, Math.Abs(expected[0])), $"two backward stable solvers, {kind}, {n}");
        }
    }

    [Fact]
    public void The_path_has_the_known_values()
    {
        const int n = 120;
        using var path = SymmetricMatrices.Create("path", n);
        var (values, vectors) = DenseEigensolver.Solve(path, 10, threads: 1)!.Value;
        vectors.Dispose();
        Assert.Equal(10, values.Length);
        for (var k = 0; k < 10; k++) Expect.Near(2 * Math.Cos((k + 1) * Math.PI / (n + 1)), values[k], 1e-13, "float64 rounding of numbers below 2");
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_number_of_threads()
    {
        const int n = 260;
        var runs = new[] { 1, 2, 3 }.Select(threads =>
        {
            using var a = SymmetricMatrices.Create("random", n);
            return DenseEigensolver.Solve(a, n, threads)!.Value;
        }).ToArray();
        foreach (var (values, vectors) in runs)
        {
            Assert.Equal(runs[0].Values, values);
            for (var k = 0; k < n; k++) Assert.True(runs[0].Vectors.Row(k).SequenceEqual(vectors.Row(k)), $"vector {k} differs");
        }
        foreach (var (_, vectors) in runs) vectors.Dispose();
    }

    [Fact]
    public void A_matrix_with_NaN_gives_no_result()
    {
        using var a = SymmetricMatrices.Create("random", 50);
        a[20, 10] = double.NaN;
        Assert.Null(DenseEigensolver.Solve(a, 50, threads: 1));
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++) sum += x[i] * y[i];
        return sum;
    }
}
