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

    /// <summary>Against all pairs of the definition; more than a thousand points of one set are thinned out.</summary>
    [Theory]
    [InlineData(60, 5)]
    [InlineData(2500, 2)]
    public void The_mean_over_sets_is_that_of_their_areas(int points, int sets)
    {
        var random = new Philox((ulong)points);
        int[] labels = [.. Enumerable.Range(0, points).Select(_ => random.NextInt32(sets))];
        float Similarity(int i, int j) => ((i * 7919 + j * 7919 + i * j * 31) % 997) / 997f + (labels[i] == labels[j] ? 0.2f : 0);
        var (mean, count) = RocArea.MeanOf(labels, (i, row) =>
        {
            for (var j = 0; j < points; j++) row[j] = Similarity(i, j);
        }, (i, j) => (i + j) % 3 != 0);
        var expected = Enumerable.Range(0, sets).Average(set =>
        {
            int[] members = [.. Enumerable.Range(0, points).Where(i => labels[i] == set)];
            return RocArea.Of(
                [.. from i in members from j in members where j < i && (i + j) % 3 != 0 select Similarity(i, j)],
                [.. from i in members from j in Enumerable.Range(0, points) where labels[j] != set select Similarity(i, j)]);
        });
        Assert.Equal(sets, count);
        Expect.Near(expected, mean, points <= 1000 ? 1e-12 : 0.005, "sums of halves; where a set was thinned out, its pairs are a sample of half a million");
        Assert.True(double.IsNaN(RocArea.MeanOf([1, 1], (_, _) => { }).Mean));
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
