using Quanta.Numerics.Statistics;

namespace Quanta.Numerics.Tests.Statistics;

public class QuantileTests
{
    // NumPy 1.24, quantile([1, 2, 4, 10], [0, 0.1, 0.5, 0.9, 1]).
    [Fact]
    public void Quantiles_are_NumPys()
    {
        double[] ordered = [1, 2, 4, 10];
        foreach (var (share, expected) in new[] { (0, 1), (0.1, 1.3), (0.5, 3), (0.9, 8.2), (1, 10) })
            Expect.Near(expected, Quantile.OfOrdered(ordered, share), 1e-14, "the same formula in float64");
        Assert.Equal(2.5, Quantile.OfOrdered<float>([2, 3], 0.5));
    }

    [Fact]
    public void What_is_not_there_or_not_a_number_is_NaN()
    {
        Assert.True(double.IsNaN(Quantile.OfOrdered([], 0.5)));
        Assert.True(double.IsNaN(Quantile.OfOrdered([.. new[] { 1, double.NaN, 3 }.Order()], 1)));
        Assert.Equal(double.PositiveInfinity, Quantile.OfOrdered([1, double.PositiveInfinity, double.PositiveInfinity], 0.75));
        Assert.Throws<ArgumentOutOfRangeException>(() => Quantile.OfOrdered([1.0], double.NaN));
    }
}
