using Quanta.Discovery.Similarity;
using Quanta.Numerics.Products;

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
        Run(gradients, 6, absolute: false, store);
        Assert.Equal(0, gradients.Evaluated);
    }

    private static MemoryStore Compute(RandomGradients gradients, int capacity, bool absolute)
    {
        var store = new MemoryStore(gradients.Count);
        Run(gradients, capacity, absolute, store);
        return store;
    }

    private static void Run(RandomGradients gradients, int capacity, bool absolute, MemoryStore store)
    {
        var plan = BlockPlan.For(gradients.Count, gradients.Length, (long)capacity * gradients.Length * sizeof(float));
        ExactSimilarity.Compute(gradients, plan, absolute, MatrixProducts.Default, threads: 2, store, SilentObserver.Instance, CancellationToken.None);
    }

    private static float[] Absolute(ReadOnlySpan<float> x) => [.. x.ToArray().Select(Math.Abs)];

    private static double Cosine(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double xy = 0, xx = 0, yy = 0;
        for (var i = 0; i < x.Length; i++) (xy, xx, yy) = (xy + (double)x[i] * y[i], xx + (double)x[i] * x[i], yy + (double)y[i] * y[i]);
        return xy / Math.Sqrt(xx * yy);
    }
}
