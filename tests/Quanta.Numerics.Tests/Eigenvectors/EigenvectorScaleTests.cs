using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Eigenvectors;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Tests.Eigenvectors;

/// <summary>Eigenvectors of matrices from 1e-30 to 1e30: small ones, dense ones, those of the iteration.</summary>
public class EigenvectorScaleTests
{
    private static readonly float[] Scales = [1e-30f, 1e-12f, 1, 1e12f, 1e28f, 1e30f];

    public static TheoryData<string> Kinds => ["random", "identity", "zero", "diagonal", "projector", "path", "ones", "two blocks", "low rank"];

    [Theory, MemberData(nameof(Kinds))]
    public void Small_and_dense_matrices_of_any_scale_have_pairs_that_satisfy_the_definition(string kind)
    {
        foreach (var n in new[] { 1, 5, 41, 97, 230 })
            foreach (var scale in Scales)
                AssertPairs(kind, n, scale, new LeadingEigenvectorsOptions(n));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void The_iteration_satisfies_the_definition_at_any_scale(string kind)
    {
        foreach (var scale in Scales) AssertPairs(kind, 260, scale, new LeadingEigenvectorsOptions(12) { DenseLimit = 0, MaxRounds = 200 });
    }

    [Theory]
    [InlineData("random", 1e28f)]
    [InlineData("ones", 1e28f)]
    [InlineData("two blocks", 1e30f)]
    [InlineData("low rank", 1e-30f)]
    public void A_matrix_beyond_the_dense_limit_returns_at_any_scale(string kind, float scale) =>
        AssertPairs(kind, 1100, scale, new LeadingEigenvectorsOptions(4) { Threads = 2 });

    [Theory, MemberData(nameof(Kinds))]
    public void Float64_matrices_of_any_scale_have_pairs_to_rounding(string kind)
    {
        foreach (var n in new[] { 2, 64, 150 })
            foreach (var exponent in new[] { -900, -100, -40, 40, 900 })
            {
                using DoubleMatrix plain = Create(kind, n), scaled = Create(kind, n);
                for (var i = 0; i < n; i++)
                    for (var j = 0; j < n; j++) scaled[i, j] = Math.ScaleB(scaled[i, j], exponent);
                var (values, vectors) = DenseEigensolver.Solve(plain, n, threads: 1)!.Value;
                var (scaledValues, scaledVectors) = DenseEigensolver.Solve(scaled, n, threads: 2)!.Value;
                for (var k = 0; k < n; k++)
                {
                    Assert.Equal(Math.ScaleB(values[k], exponent), scaledValues[k]);
                    Assert.True(vectors.Row(k).SequenceEqual(scaledVectors.Row(k)), $"vector {k} of {kind}, {n}, 2^{exponent} depends on the scale");
                }
                vectors.Dispose();
                scaledVectors.Dispose();
            }
    }

    [Fact]
    public void Powers_of_two_change_no_digit_of_the_iteration()
    {
        using Matrix plain = Single("random", 220, 1), large = Single("random", 220, MathF.ScaleB(1, 80));
        var options = new LeadingEigenvectorsOptions(6) { DenseLimit = 0 };
        using var expected = LeadingEigenvectors.Compute(plain.View, options, MatrixProducts.Default);
        using var found = LeadingEigenvectors.Compute(large.View, options, MatrixProducts.Default);
        Assert.Equal(expected.Values.Select(value => Math.ScaleB(value, 80)), found.Values);
        for (var i = 0; i < 220; i++) Assert.True(expected.Vectors.Row(i).SequenceEqual(found.Vectors.Row(i)));
    }

    [Fact]
    public void Products_that_overflow_are_an_error_and_not_an_endless_loop()
    {
        using var a = Single("random", 220, 1);
        Assert.Throws<ArithmeticException>(() =>
            LeadingEigenvectors.Compute(a.View, new LeadingEigenvectorsOptions(6) { DenseLimit = 0 }, new OverflowingProduct()).Dispose());
    }

    [Fact]
    public async Task Cancellation_stops_the_dense_solver()
    {
        using var a = Create("random", 1500);
        using var source = new CancellationTokenSource();
        var search = Task.Run(() => DenseEigensolver.Solve(a, 1500, threads: 1, source.Token));
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => search).WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static void AssertPairs(string kind, int n, float scale, LeadingEigenvectorsOptions options)
    {
        using var a = Single(kind, n, scale);
        using var found = LeadingEigenvectors.Compute(a.View, options, MatrixProducts.Default);
        // Sums of equal numbers round one way: float32 products know their residuals to 1e-5 only.
        Assert.True(found.Status != EigenvectorStatus.RoundsExhausted, $"{kind}, {n}, {scale}: {found.Summary}");
        var norm = Norm(a);
        for (var c = 0; c < options.Count; c++)
        {
            var residual = 0.0;
            for (var i = 0; i < n; i++)
            {
                var image = 0.0;
                for (var j = 0; j < n; j++) image += (double)a[i, j] * found.Vectors[j, c];
                residual += Math.Pow((image - found.Values[c] * found.Vectors[i, c]) / Math.Max(norm, double.Epsilon), 2);
            }
            var where = $"{kind}, {n}, {scale}, pair {c}";
            Expect.Near(0, Math.Sqrt(residual), kind is "ones" or "two blocks" ? 1e-5 : 3e-6, $"the tolerance 5e-7 and vectors stored in float32, {where}");
            for (var other = 0; other <= c; other++)
            {
                var dot = 0.0;
                for (var i = 0; i < n; i++) dot += (double)found.Vectors[i, c] * found.Vectors[i, other];
                Expect.Near(c == other ? 1 : 0, dot, 5e-6, $"vectors turned by float32 products, {where} and {other}");
            }
        }
    }

    private static double Norm(Matrix a)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Rows; i++)
            for (var j = 0; j < a.Columns; j++) sum += (double)a[i, j] * a[i, j];
        return Math.Sqrt(sum);
    }

    private static Matrix Single(string kind, int n, float scale)
    {
        using var source = Create(kind, n);
        var matrix = source.ToSingle();
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) matrix[i, j] *= scale;
        return matrix;
    }

    private static DoubleMatrix Create(string kind, int n)
    {
        if (kind is not ("two blocks" or "low rank")) return SymmetricMatrices.Create(kind, n);
        var matrix = new DoubleMatrix(n, n);
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) matrix[i, j] = kind == "two blocks" ? (i < n / 3 == j < n / 3 ? 1 : 1e-3) : Math.Cos(i) * Math.Cos(j) + Math.Sin(i) * Math.Sin(j) / 2;
        return matrix;
    }

    private sealed class OverflowingProduct : IMatrixProduct
    {
        public string Name => "overflowing";

        public void Multiply(MatrixView a, MatrixView b, MatrixView c, bool accumulate = false, int threads = 1)
        {
            for (var i = 0; i < c.RowCount; i++)
                for (var j = 0; j < c.ColumnCount; j++) c[i, j] = float.PositiveInfinity;
        }

        public void MultiplyByOwnTranspose(MatrixView a, MatrixView c, bool accumulate = false, int threads = 1) => Multiply(a, a.Transposed, c, accumulate, threads);
    }
}
