using Quanta.Discovery.Similarity.Sketches;
using Quanta.Numerics.Random;

namespace Quanta.Discovery.Tests.Similarity;

public sealed class SketchedSimilarityTests : IDisposable
{
    private const long Memory = 1 << 28;

    private readonly TemporaryFolder _folder = new();
    private int _files;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(40, 5000, 256)]
    [InlineData(70, 30_001, 1024)]
    public void The_error_is_that_of_theory_and_the_audit_measures_it(int count, int length, int dimensions)
    {
        var gradients = new RandomGradients(count, length);
        var (store, audit) = Sketch(gradients, new SketchOptions { Dimensions = dimensions, AuditedVectors = count, ComparedVectors = count });
        var (squares, largest) = (0.0, 0.0);
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                if (i == j) continue;
                var error = Math.Abs(store.Cosine[i, j] - Cosine(gradients.Row(i), gradients.Row(j)));
                (squares, largest) = (squares + error * error, Math.Max(largest, error));
            }
        }
        var rms = Math.Sqrt(squares / (count * (count - 1)));
        Expect.Near(rms, audit.RmsError, 1e-5, "all pairs were audited: the same errors, rounded otherwise");
        Expect.Near(largest, audit.MaximumError, 1e-5, "all pairs were audited");
        Expect.Near(1, rms / audit.ExpectedRmsError, 0.15, "1 / sqrt(m) for nearly orthogonal vectors of many slabs, over more than a thousand dependent pairs");
    }

    /// <summary>Gradients of a billion entries fit into no memory together: an audit of 132 of them took a thousand times their evaluations.</summary>
    [Theory]
    [InlineData(18_903_040, 32, 100)]
    [InlineData(85_019_136, 25, 78)]
    [InlineData(968_886_272, 4, 12)]
    [InlineData(11_327_027_200, 4, 12)]
    public void Long_vectors_are_audited_in_smaller_numbers(long length, int audited, int compared) =>
        Assert.Equal((audited, compared), new SketchOptions().AuditOf(length));

    [Fact]
    public void Each_gradient_is_evaluated_once_and_each_audited_or_compared_one_once_more()
    {
        var gradients = new RandomGradients(30, 100);
        Sketch(gradients, new SketchOptions { Dimensions = 64, AuditedVectors = 4, ComparedVectors = 7 });
        Expect.Near(41, gradients.Evaluated, 1e-9, "a sum of shares");
    }

    /// <summary>64 rows are a unit whatever the memory and threads: what was finished is not made again.</summary>
    [Theory, InlineData(1 << 17, 1), InlineData(1 << 17, 16), InlineData(Memory, 16)]
    public void A_killed_sketch_goes_on_with_other_memory_and_threads_to_the_same_bits(long memory, int threads)
    {
        var options = new SketchOptions { Dimensions = 64, AuditedVectors = 4, ComparedVectors = 5 };
        var (whole, audit) = Sketch(new RandomGradients(300, 200), options);
        var path = _folder.File("killed");
        var killed = new RandomGradients(300, 200) { FailAfter = 150 };
        using (var rows = new SketchRows(path, 300, options, "test"))
            Assert.Throws<IOException>(() => Compute(killed, options, rows, new MemoryStore(300), memory: 1 << 17, threads: 1));
        var resumed = new RandomGradients(300, 200);
        var store = new MemoryStore(300);
        using (var rows = new SketchRows(path, 300, options, "test"))
            Assert.Equal(audit, Compute(resumed, options, rows, store, memory, threads));
        Expect.Near(300 - 2 * SketchRows.UnitRows + 9, resumed.Evaluated, 1e-9, "two units were finished; four vectors are audited with five");
        Assert.Equal(whole.Cosine, store.Cosine);
    }

    [Fact]
    public void Unfinished_rows_of_another_origin_are_refused_and_what_differs_is_named()
    {
        var (options, path) = (new SketchOptions { Dimensions = 64 }, _folder.File("other"));
        using (var rows = new SketchRows(path, 100, options, "similarity; cpu, managed")) rows.Finish([0]);
        var problem = Assert.Throws<InvalidDataException>(() => new SketchRows(path, 100, options, "similarity; cpu, openblas"));
        Assert.Contains("cpu, managed there and cpu, openblas here", problem.Message, StringComparison.Ordinal);
    }

    /// <summary>With memory for all queries, for some of them, and for pieces of all vectors only.</summary>
    [Fact]
    public void The_audit_finds_the_same_in_any_memory()
    {
        var options = new SketchOptions { Dimensions = 16, AuditedVectors = 6, ComparedVectors = 20 };
        var exact = Pairs(long.MaxValue, 6 + 20);
        foreach (var (memory, evaluated) in new[] { ((4 + 4) * 3500, 6 + 2 * 20), (26 * 1000, 6 + 20), (12 * 1000, 4 * 6 + 20) })
        {
            var few = Pairs(memory * sizeof(float), evaluated);
            for (var i = 0; i < 20; i++)
                for (var q = 0; q < 6; q++) Expect.Near(exact[i, q], few[i, q], 1e-6, "the same sums over pieces of 1,000 entries of unit length");
        }

        double[,] Pairs(long memory, int evaluated)
        {
            var gradients = new RandomGradients(50, 3500);
            var pairs = new ExactPairs(gradients, options.Draw(50, 6, StreamPurpose.AuditedVectors), options.Draw(50, 20, StreamPurpose.ComparedVectors), threads: 1);
            var cosines = pairs.Compute(memory, SilentObserver.Instance, CancellationToken.None);
            Assert.Equal(evaluated, gradients.Evaluated);
            return cosines;
        }
    }

    [Theory, InlineData(4, true), InlineData(4096, false)]
    public void A_sketch_that_errs_as_much_as_the_similarities_are_large_says_so(int dimensions, bool isCautious)
    {
        var gradients = new RandomGradients(60, 20_000);
        for (var i = 0; i < 60; i++)
            for (var k = 0; k < 20_000; k++) gradients.Row(i)[k] += 1.2f * gradients.Row(i % 7)[k];
        var (_, audit) = Sketch(gradients, new SketchOptions { Dimensions = dimensions });
        Assert.Equal(isCautious, audit.Caution is not null);
        if (isCautious) Assert.Contains("--dimensions", audit.Caution, StringComparison.Ordinal);
    }

    [Theory, InlineData(64), InlineData(65)]
    public void Half_precision_moves_cosines_by_its_rounding_only(int dimensions)
    {
        var options = new SketchOptions { Dimensions = dimensions, AuditedVectors = 4 };
        var (single, _) = Sketch(new RandomGradients(530, 200), options);
        var (half, audit) = Sketch(new RandomGradients(530, 200), options with { HalfPrecision = true });
        Expect.AllNear(single.Cosine.Cast<float>().ToArray(), half.Cosine.Cast<float>().ToArray(), 2e-3, "each entry of two unit rows moves by at most 2^-11 of itself");
        Assert.NotEqual(single.Cosine, half.Cosine);
        Assert.True(audit.RmsError > 0, "the audit compares with exact cosines");
    }

    [Fact]
    public void Half_precision_takes_half_the_place() => Assert.Equal(1000, SketchRows.RowLength(new SketchOptions { Dimensions = 2000, HalfPrecision = true }));

    [Fact]
    public void Parallel_gradients_are_recognised_whatever_their_length()
    {
        var gradients = new RandomGradients(10, 300);
        for (var k = 0; k < 300; k++) gradients.Row(7)[k] = -3 * gradients.Row(2)[k];
        var (store, _) = Sketch(gradients, new SketchOptions { Dimensions = 32, AuditedVectors = 2 });
        Expect.Near(-1, store.Cosine[2, 7], 1e-6, "a sketch is linear, so parallel vectors have parallel sketches");
    }

    [Fact]
    public void Too_little_memory_says_how_much_is_needed()
    {
        using var rows = new SketchRows(_folder.File("small"), 10, new SketchOptions(), "test");
        var problem = Assert.Throws<ArgumentException>(() => Compute(new RandomGradients(10, 1000), new SketchOptions(), rows, new MemoryStore(10), memory: 1000, threads: 1));
        Assert.Contains("--dimensions", problem.Message, StringComparison.Ordinal);
    }

    private (MemoryStore Store, SketchAudit Audit) Sketch(RandomGradients gradients, SketchOptions options)
    {
        var store = new MemoryStore(gradients.Count);
        using var rows = new SketchRows(_folder.File($"rows{_files++}"), gradients.Count, options, "test");
        return (store, Compute(gradients, options, rows, store, Memory, threads: 2));
    }

    private static SketchAudit Compute(RandomGradients gradients, SketchOptions options, SketchRows rows, MemoryStore store, long memory, int threads) =>
        new SketchedSimilarity(new(gradients, gradients.Count, Treatment: null), options, memory, threads).Compute(rows, store, SilentObserver.Instance, CancellationToken.None);

    private static double Cosine(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double xy = 0, xx = 0, yy = 0;
        for (var i = 0; i < x.Length; i++) (xy, xx, yy) = (xy + (double)x[i] * y[i], xx + (double)x[i] * x[i], yy + (double)y[i] * y[i]);
        return xy / Math.Sqrt(xx * yy);
    }
}
