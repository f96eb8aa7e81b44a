using Quanta.Numerics.Eigenvectors;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Tests.Eigenvectors;

public class LeadingEigenvectorsTests
{
    private const string Float32Products = "float32 products of a matrix of norm 1";

    public static TheoryData<string> Spectra => ["decaying", "clustered", "repeated", "flat tail", "low rank", "two-sided", "identity", "zero", "negative"];

    [Theory, MemberData(nameof(Spectra))]
    public void The_iteration_finds_what_the_dense_solver_finds(string spectrum)
    {
        foreach (var (n, k) in new[] { (90, 1), (131, 12), (260, 40) })
        {
            using var a = SymmetricMatrices.WithSpectrum(Spectrum(spectrum, n));
            var options = new LeadingEigenvectorsOptions(k) { DenseLimit = 0 };
            using var found = LeadingEigenvectors.Compute(a.View, options, MatrixProducts.Default);
            using var direct = LeadingEigenvectors.Compute(a.View, options with { DenseLimit = n }, MatrixProducts.Default);
            Assert.Equal((EigenvectorStatus.Converged, EigenvectorStatus.Direct), (found.Status, direct.Status));
            for (var i = 0; i < k; i++) Expect.Near(direct.Values[i], found.Values[i], 2e-6, $"{Float32Products}, {spectrum}, {n}, value {i}");
            AssertDefinition(a, found);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(40, 40)]
    public void Small_matrices_and_full_decompositions_are_direct(int n, int k)
    {
        using var a = SymmetricMatrices.WithSpectrum(Spectrum("decaying", n));
        using var found = LeadingEigenvectors.Compute(a.View, new LeadingEigenvectorsOptions(k) { DenseLimit = 0 }, new NaiveProduct());
        Assert.Equal(EigenvectorStatus.Direct, found.Status);
        AssertDefinition(a, found);
    }

    [Fact]
    public void The_bits_depend_on_the_seed_but_not_on_the_number_of_threads()
    {
        using var a = SymmetricMatrices.WithSpectrum(Spectrum("decaying", 200));
        LeadingEigenvectorsResult Run(int threads, ulong seed) =>
            LeadingEigenvectors.Compute(a.View, new LeadingEigenvectorsOptions(20) { DenseLimit = 0, Threads = threads, Seed = seed },
                MatrixProducts.Default);
        using LeadingEigenvectorsResult one = Run(1, 4), two = Run(2, 4), three = Run(3, 4), other = Run(1, 5);
        Assert.True(Bits(one).SequenceEqual(Bits(two)) && Bits(one).SequenceEqual(Bits(three)));
        Assert.False(Bits(one).SequenceEqual(Bits(other)));
        Assert.Equal(one.Values, three.Values);
    }

    [Fact]
    public void Running_out_of_rounds_is_a_result()
    {
        using var a = SymmetricMatrices.WithSpectrum(Spectrum("two-sided", 200));
        using var found = LeadingEigenvectors.Compute(a.View, new LeadingEigenvectorsOptions(20) { DenseLimit = 0, MaxRounds = 1 },
            MatrixProducts.Default);
        Assert.Equal(EigenvectorStatus.RoundsExhausted, found.Status);
        Assert.Contains("did not converge in 1 rounds", found.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        using Matrix square = new(4, 4), oblong = new(4, 5);
        ArgumentException Refused(Matrix a, int k) =>
            Assert.Throws<ArgumentException>(() => LeadingEigenvectors.Compute(a.View, new LeadingEigenvectorsOptions(k), new NaiveProduct()));
        Assert.Contains("must be square, but it is 4 x 5", Refused(oblong, 1).Message, StringComparison.Ordinal);
        Assert.Contains("5 were asked for", Refused(square, 5).Message, StringComparison.Ordinal);
        Assert.Contains("0 were asked for", Refused(square, 0).Message, StringComparison.Ordinal);
        square[2, 1] = float.NaN;
        Assert.Contains("element (2, 1) is NaN", Refused(square, 1).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancellation_stops_the_search()
    {
        using var a = SymmetricMatrices.WithSpectrum(Spectrum("two-sided", 100));
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            LeadingEigenvectors.Compute(a.View, new LeadingEigenvectorsOptions(10) { DenseLimit = 0 }, MatrixProducts.Default, null, source.Token)
                .Dispose());
    }

    private static double[] Spectrum(string kind, int n) => kind switch
    {
        "decaying" => [.. Enumerable.Range(1, n).Select(i => Math.Pow(i, -1.2))],
        "clustered" => [.. Enumerable.Range(0, n).Select(i => i == 0 ? 1 : i < 30 ? 0.3 - 1e-3 * i : 1e-3 * Math.Cos(i))],
        "repeated" => [.. Enumerable.Range(0, n).Select(i => i < 5 ? 1 : i < 25 ? 0.5 : 0)],
        "flat tail" => [.. Enumerable.Range(0, n).Select(i => i < 3 ? 1 - 0.2 * i : -0.01)],
        "identity" => [.. Enumerable.Repeat(1.0, n)],
        "zero" => new double[n],
        "negative" => [.. Enumerable.Range(1, n).Select(i => -Math.Pow(i, 0.7) / Math.Pow(n, 0.7))],
        "low rank" => [.. Enumerable.Range(0, n).Select(i => i < 2 ? 1 - 0.5 * i : 0)],
        _ => [.. Enumerable.Range(0, n).Select(i => Math.Cos(Math.PI * i / n))],
    };

    private static float[] Bits(LeadingEigenvectorsResult result) =>
        [.. Enumerable.Range(0, result.Vectors.Rows).SelectMany(i => result.Vectors.Row(i).ToArray())];

    private static void AssertDefinition(Matrix a, LeadingEigenvectorsResult found)
    {
        var (n, k) = (found.Vectors.Rows, found.Vectors.Columns);
        Assert.Equal(found.Values.OrderDescending(), found.Values);
        for (var c = 0; c < k; c++)
        {
            var squared = 0.0;
            for (var i = 0; i < n; i++)
            {
                var image = 0.0;
                for (var j = 0; j < n; j++) image += (double)a[i, j] * found.Vectors[j, c];
                squared += Math.Pow(image - found.Values[c] * found.Vectors[i, c], 2);
            }
            Expect.Near(0, Math.Sqrt(squared), 3e-6, $"the tolerance and {Float32Products}");
            Expect.Near(Math.Sqrt(squared), found.Residuals[c], 1e-6, $"a residual measured with {Float32Products}");
            for (var other = 0; other <= c; other++)
            {
                var dot = 0.0;
                for (var i = 0; i < n; i++) dot += (double)found.Vectors[i, c] * found.Vectors[i, other];
                Expect.Near(c == other ? 1 : 0, dot, 5e-6, "vectors turned by float32 products");
            }
        }
    }
}
