using Quanta.Numerics.Random;
using Quanta.Numerics.Statistics;

namespace Quanta.Numerics.Tests.Statistics;

public class RocAreaTests
{
    [Theory]
    [InlineData(1, 1, 3)]
    [InlineData(20, 35, 5)]
    [InlineData(200, 100, 1000)]
    public void The_area_is_the_share_of_pairs_in_order(int positives, int negatives, int levels)
    {
        var random = new Philox((ulong)(positives + levels));
        float[] high = [.. Enumerable.Range(0, positives).Select(_ => random.NextInt32(levels) + 0.2f * levels)], low = [.. Enumerable.Range(0, negatives).Select(_ => (float)random.NextInt32(levels))];
        var expected = high.Average(x => low.Average(y => x > y ? 1.0 : x == y ? 0.5 : 0));
        Expect.Near(expected, RocArea.Of([.. high], [.. low]), 1e-12, "sums of halves");
        Expect.Near(1 - expected, RocArea.Of([.. low], [.. high]), 1e-12, "the other way round");
    }

    [Fact]
    public void Infinities_have_their_order_and_NaN_spoils_all()
    {
        Expect.Near(0.75, RocArea.Of([float.PositiveInfinity, 0], [float.NegativeInfinity, 0, 0, float.NegativeInfinity]) - 0.125, 1e-15, "three of four in order and a tie of a half each");
        Assert.True(double.IsNaN(RocArea.Of([1, float.NaN], [0])));
        Assert.True(double.IsNaN(RocArea.Of([1], [float.NaN, 0])));
        Assert.True(double.IsNaN(RocArea.Of([], [0])));
        Assert.True(double.IsNaN(RocArea.Of([1], [])));
    }

    /// <summary>Student's quantile for 4 degrees of freedom, 2.776445, from any table.</summary>
    [Fact]
    public void A_mean_comes_with_students_interval()
    {
        var estimate = MeanEstimate.Of([1, 2, 3, 4, 5]);
        Assert.Equal((5, 3.0, 1.0), (estimate.Count, estimate.Mean, estimate.Least));
        var half = 2.776445 * Math.Sqrt(2.5 / 5);
        Expect.Near(3 - half, estimate.Low, 1e-6, "the table's digits");
        Expect.Near(3 + half, estimate.High, 1e-6, "the table's digits");
        Assert.True(double.IsNaN(MeanEstimate.Of([1]).Low));
        Assert.True(double.IsNaN(MeanEstimate.Of([1, double.NaN]).Mean));
        Assert.Throws<ArgumentException>(() => MeanEstimate.Of([]));
    }
}
