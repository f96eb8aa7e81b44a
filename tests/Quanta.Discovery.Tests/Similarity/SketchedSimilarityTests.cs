using Quanta.Discovery.Similarity.Sketches;
using Quanta.Numerics.Products;

namespace Quanta.Discovery.Tests.Similarity;

public class SketchedSimilarityTests
{
    private const long Memory = 1 << 28;

    [Theory]
    [InlineData(40, 5000, 256)]
    [InlineData(70, 30_001, 1024)]
    public void The_error_is_that_of_theory_and_the_audit_measures_it(int count, int length, int dimensions)
    {
        var gradients = new RandomGradients(count, length);
        var (store, audit) = Sketch(gradients, new SketchOptions { Dimensions = dimensions, AuditedVectors = count });
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

    [Fact]
    public void Each_gradient_is_evaluated_once_and_each_audited_one_once_more()
    {
        var gradients = new RandomGradients(30, 100);
        Sketch(gradients, new SketchOptions { Dimensions = 64, AuditedVectors = 4 });
        Assert.Equal(34, gradients.Evaluated);
    }

    [Fact]
    public void An_interrupted_sketch_goes_on_to_the_same_bits()
    {
        var options = new SketchOptions { Dimensions = 64, AuditedVectors = 4 };
        var (whole, _) = Sketch(new RandomGradients(100, 200), options);
        var rows = new MemoryRows(100, options.LayoutFor(100).RowLength) { FailAfter = 1 };
        Assert.Throws<OperationCanceledException>(() => Sketch(new RandomGradients(100, 200), options, rows));
        rows.FailAfter = int.MaxValue;
        var resumed = new RandomGradients(100, 200);
        var (store, _) = Sketch(resumed, options, rows);
        Assert.Equal(100 - 64 + 4, resumed.Evaluated);
        Assert.Equal(whole.Cosine, store.Cosine);
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
    public void Half_precision_takes_half_the_memory() =>
        Assert.Equal(1000 + 8, new SketchOptions { Dimensions = 2000, HalfPrecision = true, AuditedVectors = 8 }.LayoutFor(50).RowLength);

    [Fact]
    public void Parallel_gradients_are_recognised_whatever_their_length()
    {
        var gradients = new RandomGradients(10, 300);
        for (var k = 0; k < 300; k++) gradients.Row(7)[k] = -3 * gradients.Row(2)[k];
        var (store, _) = Sketch(gradients, new SketchOptions { Dimensions = 32, AuditedVectors = 2 });
        Expect.Near(-1, store.Cosine[2, 7], 1e-6, "a sketch is linear, so parallel vectors have parallel sketches");
    }

    [Fact]
    public void Too_little_memory_says_how_much_is_needed() =>
        Assert.Contains("--dimensions", Assert.Throws<ArgumentException>(() => SketchedSimilarity.PlanOf(new RandomGradients(10, 1000), new SketchOptions(), 1000)).Message, StringComparison.Ordinal);

    private static (MemoryStore Store, SketchAudit Audit) Sketch(RandomGradients gradients, SketchOptions options, MemoryRows? rows = null)
    {
        var store = new MemoryStore(gradients.Count);
        rows ??= new MemoryRows(gradients.Count, options.LayoutFor(gradients.Count).RowLength);
        var audit = SketchedSimilarity.Compute(
            gradients, options, Memory, MatrixProducts.Default, threads: 2, rows, store, SilentObserver.Instance, CancellationToken.None);
        return (store, audit);
    }

    private static double Cosine(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double xy = 0, xx = 0, yy = 0;
        for (var i = 0; i < x.Length; i++) (xy, xx, yy) = (xy + (double)x[i] * y[i], xx + (double)x[i] * x[i], yy + (double)y[i] * y[i]);
        return xy / Math.Sqrt(xx * yy);
    }

    private sealed class MemoryRows(int rows, int columns) : ISketchRows
    {
        private readonly float[][] _rows = [.. Enumerable.Range(0, rows).Select(_ => new float[columns])];
        private readonly HashSet<int> _done = [];

        /// <summary>Cancels when so many chunks are finished.</summary>
        public int FailAfter { get; set; } = int.MaxValue;

        public bool IsDone(int chunk) => _done.Contains(chunk);

        public void Write(int row, ReadOnlySpan<float> values) => values.CopyTo(_rows[row]);

        public void Finish(int chunk)
        {
            _done.Add(chunk);
            if (_done.Count == FailAfter) throw new OperationCanceledException();
        }

        public void Read(int row, Span<float> values) => _rows[row].CopyTo(values);
    }
}
