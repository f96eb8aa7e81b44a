using Quanta.Numerics.Statistics;

namespace Quanta.Numerics.Tests.Statistics;

public sealed class RanksTests
{
    [Fact]
    public void Equal_values_share_the_mean_of_their_ranks() => Assert.Equal([4, 1.5, 1.5, 3, 5], Ranks.Of([7, 2, 2, 5, 9]));

    // scipy 1.10, spearmanr([1, 2, 3, 4, 5, 5], [2, 1, 4, 4, 9, 3]).
    [Fact]
    public void Correlation_is_scipys() => Expect.Near(0.6764705882352942, Ranks.Correlation([1, 2, 3, 4, 5, 5], [2, 1, 4, 4, 9, 3]), 1e-12, "the same formula in float64");

    // scipy 1.10, spearmanr([1, 2, 2, 3, 9], [5, 1, 4, 4, 7]).
    [Fact]
    public void Equal_values_on_both_sides_correlate_as_scipys() =>
        Expect.Near(0.2894736842105264, Ranks.Correlation([1, 2, 2, 3, 9], [5, 1, 4, 4, 7]), 1e-12, "the same formula in float64");

    [Fact]
    public void NaN_has_no_rank() => Assert.Contains("one is NaN", Assert.Throws<ArgumentException>(() => Ranks.Of([1, double.NaN])).Message, StringComparison.Ordinal);

    [Fact]
    public void Constant_or_missing_values_have_no_correlation()
    {
        Assert.True(double.IsNaN(Ranks.Correlation([1, 1], [1, 2])));
        Assert.True(double.IsNaN(Ranks.Correlation([1, double.NaN], [1, 2])));
        Assert.True(double.IsNaN(Ranks.Correlation([], [])));
        Assert.Throws<ArgumentException>(() => Ranks.Correlation([1], [1, 2]));
    }
}
