using Quanta.Numerics.Random;
using Quanta.Numerics.Statistics;

namespace Quanta.Numerics.Tests.Statistics;

public class PairedDifferenceTests
{
    /// <summary>All 2^n signs: of equal differences only the two extremes are as far from 0.</summary>
    [Fact]
    public void P_is_the_share_of_signs_that_go_as_far()
    {
        var found = PairedDifference.Of([1, 1, 1, 1, 1, 1], seed: 3);
        Assert.Equal((6, 1.0, 1.0, 1.0), (found.Count, found.Mean, found.Low, found.High));
        Expect.Near(2.0 / 64, found.P, 4 * Math.Sqrt(2.0 / 64 / 10_000), "four standard errors of 9,999 draws");
    }

    [Fact]
    public void Intervals_cover_the_mean_about_as_often_as_they_say_and_p_is_even_without_an_effect()
    {
        var random = new Philox(9);
        var (covered, low) = (0, 0);
        const int trials = 200;
        for (var trial = 0; trial < trials; trial++)
        {
            var found = PairedDifference.Of([.. Enumerable.Range(0, 30).Select(_ => random.NextGaussian())], (ulong)trial);
            if (found.Low <= 0 && found.High >= 0) covered++;
            if (found.P < 0.1) low++;
        }
        Assert.InRange(covered / (double)trials, 0.87, 0.99);
        Assert.InRange(low / (double)trials, 0.03, 0.19);
    }

    [Fact]
    public void No_pairs_and_no_numbers_give_no_result()
    {
        Assert.Equal(0, PairedDifference.Of([], 0).Count);
        Assert.True(double.IsNaN(PairedDifference.Of([], 0).P));
        Assert.True(double.IsNaN(PairedDifference.Of([1, double.NaN], 0).Mean));
        Assert.Equal(PairedDifference.Of([0.3, -0.1, 0.2], 5), PairedDifference.Of([0.3, -0.1, 0.2], 5));
    }
}
