using Quanta.Discovery.Similarity.Exact;

namespace Quanta.Discovery.Tests.Similarity;

public class ExactSimilarityTests
{
    public static TheoryData<int, int, int> Shapes => new() { { 1, 5, 1 }, { 2, 1, 2 }, { 7, 33, 7 }, { 20, 100, 6 }, { 13, 257, 3 }, { 13, 257, 2 } };

    [Theory, MemberData(nameof(Shapes))]
    public void Every_plan_gives_the_cosines(int count, int length, int capacity)
    {
        var gradients = new RandomGradients(count, length);
        var store = Compute(gradients, capacity, absolute: true);
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                const string because = "two float32 roundings of unit rows and one of the sum";
                Expect.Near(Cosine(gradients.Row(i), gradients.Row(j)), store.Cosine[i, j], 1e-6, because);
                Expect.Near(Cosine(Absolute(gradients.Row(i)), Absolute(gradients.Row(j))), store.Absolute[i, j], 1e-6, because);
            }
        }
    }

    [Fact]
    public void The_plan_does_not_change_a_bit()
    {
        var gradients = new RandomGradients(23, 311);
        var whole = Compute(gradients, 23, absolute: true);
        foreach (var capacity in new[] { 2, 3, 8, 22 })
        {
            var blocked = Compute(gradients, capacity, absolute: true);
            Assert.Equal(whole.Cosine, blocked.Cosine);
            Assert.Equal(whole.Absolute, blocked.Absolute);
        }
    }

    [Fact]
    public void The_matrix_is_symmetric_with_unit_diagonal_even_for_a_vanishing_gradient()
    {
        var gradients = new RandomGradients(9, 40);
        gradients.Row(4).Clear();
        var cosine = Compute(gradients, 4, absolute: false).Cosine;
        for (var i = 0; i < 9; i++)
        {
            Assert.Equal(1, cosine[i, i]);
            for (var j = 0; j < 9; j++) Assert.Equal(cosine[i, j], cosine[j, i]);
            if (i != 4) Assert.Equal(0, cosine[i, 4]);
        }
    }

    [Fact]
    public void A_gradient_that_is_not_finite_is_refused()
    {
        var gradients = new RandomGradients(3, 10);
        gradients.Row(1)[2] = float.NaN;
        Assert.Throws<InvalidDataException>(() => Compute(gradients, 3, absolute: false));
    }

    [Fact]
    public void Finished_units_are_not_computed_again()
    {
        var gradients = new RandomGradients(20, 30);
        var store = Compute(gradients, 6, absolute: false);
        gradients.Evaluated = 0;
        Run(gradients, 6, store);
        Assert.Equal(0, gradients.Evaluated);
    }

    /// <summary>Units are fixed, so that whoever goes on with other memory or threads repeats only what was not put on record.</summary>
    [Theory, InlineData(300, 40, 300, 16), InlineData(300, 300, 20, 2), InlineData(300, 40, 40, 2), InlineData(300, 21, 90, 1), InlineData(300, 9, 33, 16)]
    public void A_killed_job_goes_on_with_other_memory_and_threads(int count, int capacity, int laterCapacity, int laterThreads)
    {
        var gradients = new RandomGradients(count, 50);
        var (whole, store) = (Compute(gradients, count, absolute: true), new MemoryStore(count, absolute: true));
        gradients.Evaluated = 0;
        gradients.FailAfter = capacity < count ? 2.5 * count : count - 1;
        Assert.Throws<IOException>(() => Run(gradients, capacity, store));
        var (units, anew) = (store.UnitsDone, Similarity(gradients, laterCapacity, new MemoryStore(count, absolute: true), laterThreads).Evaluations);
        Assert.True(units > 0 || capacity >= count, "nothing was put on record");
        gradients.FailAfter = double.PositiveInfinity;
        gradients.Evaluated = 0;
        var later = Similarity(gradients, laterCapacity, store, laterThreads);
        var planned = later.Evaluations;
        later.Compute(SilentObserver.Instance, CancellationToken.None);
        Assert.Equal(planned, gradients.Evaluated);
        Assert.True(planned <= anew, $"{planned} evaluations after an interruption, {anew} from nothing");
        Assert.Equal(whole.Cosine, store.Cosine);
        Assert.Equal(whole.Absolute, store.Absolute);
    }

    [Fact]
    public void What_is_left_after_an_interruption_is_all_that_is_evaluated()
    {
        var (gradients, store) = (new RandomGradients(200, 50), new MemoryStore(200));
        gradients.FailAfter = 200 + 120;
        Assert.Throws<IOException>(() => Run(gradients, 60, store));
        gradients.FailAfter = double.PositiveInfinity;
        gradients.Evaluated = 0;
        Run(gradients, 200, store);
        Assert.True(gradients.Evaluated <= 200 - 48 + 16, $"{gradients.Evaluated} evaluations though the first 48 rows were done");
    }

    [Theory, InlineData(1e-30f), InlineData(1e-22f), InlineData(1f), InlineData(1e30f)]
    public void Cosines_do_not_depend_on_the_scale(float scale)
    {
        var (gradients, scaled) = (new RandomGradients(20, 300), new RandomGradients(20, 300));
        for (var i = 0; i < 20; i++)
            foreach (ref var entry in scaled.Row(i)) entry *= scale;
        var (expected, actual) = (Compute(gradients, 20, absolute: false).Cosine, Compute(scaled, 20, absolute: false).Cosine);
        Expect.AllNear(expected.Cast<float>().ToArray(), actual.Cast<float>().ToArray(), 1e-6, "one rounding of each scaled entry");
    }

    private static MemoryStore Compute(RandomGradients gradients, int capacity, bool absolute)
    {
        var store = new MemoryStore(gradients.Count, absolute);
        Run(gradients, capacity, store);
        return store;
    }

    private static void Run(RandomGradients gradients, int capacity, MemoryStore store) =>
        Similarity(gradients, capacity, store, threads: 2).Compute(SilentObserver.Instance, CancellationToken.None);

    private static ExactSimilarity Similarity(RandomGradients gradients, int capacity, MemoryStore store, int threads)
    {
        var plan = TilePlan.For(gradients.Count, gradients.Length, capacity * gradients.Length * sizeof(float), threads);
        return new ExactSimilarity(gradients, plan, store, threads);
    }

    private static float[] Absolute(ReadOnlySpan<float> x) => [.. x.ToArray().Select(Math.Abs)];

    private static double Cosine(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double xy = 0, xx = 0, yy = 0;
        for (var i = 0; i < x.Length; i++) (xy, xx, yy) = (xy + (double)x[i] * y[i], xx + (double)x[i] * x[i], yy + (double)y[i] * y[i]);
        return xy / Math.Sqrt(xx * yy);
    }
}
