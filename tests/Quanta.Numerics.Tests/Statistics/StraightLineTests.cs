using Quanta.Numerics.Statistics;

namespace Quanta.Numerics.Tests.Statistics;

public class StraightLineTests
{
    private const string Float64 = "both in float64";
    private static readonly double[] X = [0.5, 1, 2.5, 3, 7, 8], Y = [2.1, 1.7, 3.9, 2.8, 6.5, 5.9];

    /// <summary>By scipy 1.10.1: r = scipy.stats.linregress(x, y), interval r.slope ± scipy.stats.t.ppf(0.95, 4) r.stderr.</summary>
    [Fact]
    public void A_fit_agrees_with_scipy()
    {
        var line = StraightLine.Fit(X, Y);
        Expect.Near(0.6068259385665528, line.Slope, 1e-14, Float64);
        Expect.Near(1.591638225255973, line.Intercept, 1e-14, Float64);
        Expect.Near(0.10184454175379276, line.SlopeError, 1e-14, Float64);
        Expect.Near(0.898739290938218, line.RSquared, 1e-14, Float64);
        Expect.Near(0.21711695853449248, line.SlopeInterval(0.9).High - line.Slope, 1e-9, "Student's quantile is found by iteration");
        Expect.Near(0.21711695853449248, line.Slope - line.SlopeInterval(0.9).Low, 1e-9, "Student's quantile is found by iteration");
        Assert.Equal(6, line.Points);
    }

    [Fact]
    public void An_exact_line_is_found()
    {
        var line = StraightLine.Fit([0, 1, 2, 3], [1, 3, 5, 7]);
        Expect.Near(2, line.Slope, 1e-14, Float64);
        Expect.Near(1, line.Intercept, 1e-14, Float64);
        Expect.Near(0, line.SlopeError, 1e-14, Float64);
        Expect.Near(21, line.At(10), 1e-13, Float64);
    }

    /// <summary>The mean of three times 0.1 is not 0.1.</summary>
    [Fact]
    public void What_is_no_line_is_NaN()
    {
        Assert.True(double.IsNaN(StraightLine.Fit([], []).Slope));
        Assert.True(double.IsNaN(StraightLine.Fit([1], [1]).Slope));
        Assert.True(double.IsNaN(StraightLine.Fit([0.1, 0.1, 0.1], [1, 2, 3]).Slope));
        Assert.True(double.IsNaN(StraightLine.Fit([1, 2], [1, double.NaN]).Slope));
        Assert.True(double.IsNaN(StraightLine.Fit([1, double.PositiveInfinity], [1, 2]).Slope));
        Assert.True(double.IsNaN(StraightLine.Fit([1, 2, 3], [0.1, 0.1, 0.1]).RSquared), "nothing to explain");
        Assert.True(double.IsNaN(StraightLine.Fit([1, 2], [1, 2]).SlopeError), "two points leave no scatter to measure");
        Assert.Throws<ArgumentException>(() => StraightLine.Fit([1, 2], [3]));
    }

    [Theory]
    [InlineData(1e-200, 0)]
    [InlineData(1e200, 0)]
    [InlineData(1, 1e12)]
    public void Neither_scale_nor_origin_spoils_a_fit(double scale, double origin)
    {
        var plain = StraightLine.Fit(X, Y);
        var moved = StraightLine.Fit([.. X.Select(x => scale * (x + origin))], [.. Y.Select(y => scale * (y - origin))]);
        var tolerance = origin == 0 ? 1e-12 : 2e-3;
        Expect.Near(plain.Slope, moved.Slope, tolerance, "numbers near 1e12 have steps of 1e-4");
        Expect.Near(plain.SlopeError, moved.SlopeError, tolerance, "numbers near 1e12 have steps of 1e-4");
        Expect.Near(plain.RSquared, moved.RSquared, tolerance, "numbers near 1e12 have steps of 1e-4");
    }

    [Fact]
    public void Weights_give_the_slope_of_any_y()
    {
        var weights = StraightLine.SlopeWeights(X);
        Expect.Near(StraightLine.Fit(X, Y).Slope, weights.Zip(Y, (weight, y) => weight * y).Sum(), 1e-14, Float64);
        Expect.Near(X.Sum(x => Math.Pow(x - X.Average(), 2)), 1 / weights.Sum(weight => weight * weight), 1e-12, "a sum of squares of 50");
        Assert.Throws<ArgumentException>(() => StraightLine.SlopeWeights([2, 2]));
        Assert.Throws<ArgumentException>(() => StraightLine.SlopeWeights([2, double.NaN]));
        Assert.Throws<ArgumentException>(() => StraightLine.SlopeWeights([]));
    }
}
