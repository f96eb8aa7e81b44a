using FsCheck;
using FsCheck.Fluent;
using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Tests.Charts;

public sealed class TickTests
{
    private static readonly Gen<(double Low, double High, int Most)> LinearRanges =
        from centre in Gen.Choose(-1_000_000, 1_000_000)
        from width in Gen.Choose(1, 1_000_000)
        from exponent in Gen.Choose(-9, 9)
        from most in Gen.Choose(2, 12)
        select (Scale(centre - width, exponent), Scale(centre + width, exponent), most);

    private static readonly Gen<(double Low, double High, int Most)> LogRanges =
        from start in Gen.Choose(-90_000, 90_000)
        from length in Gen.Choose(100, 120_000)
        from most in Gen.Choose(2, 12)
        select (Math.Pow(10, start / 10_000.0), Math.Pow(10, (start + length) / 10_000.0), most);

    [Fact]
    public void Linear_ticks_rise_inside_the_range_and_are_as_many_as_fit() => Check(LinearRanges, range =>
    {
        var ticks = Ticks.Linear(range.Low, range.High, range.Most);
        AssertInside(ticks, range.Low, range.High);
        // The step is the least of 1, 2, 5, 10: the next smaller one, at most 2.5 times smaller, has more ticks than fit.
        Assert.InRange(ticks.Length, Math.Max(0, (range.Most - 2) / 2.5 - 1), range.Most);
    });

    [Fact]
    public void Linear_steps_are_one_two_or_five_times_a_power_of_ten() => Check(LinearRanges, range =>
    {
        var ticks = Ticks.Linear(range.Low, range.High, range.Most);
        if (ticks.Length < 2) return;
        var step = (ticks[^1] - ticks[0]) / (ticks.Length - 1);
        var digit = step / Math.Pow(10, Math.Floor(Math.Log10(step * (1 + 1e-9))));
        Assert.Contains(Math.Round(digit, 6), new[] { 1.0, 2.0, 5.0 });
    });

    [Fact]
    public void Log_ticks_rise_inside_the_range_and_are_not_too_many() => Check(LogRanges, range =>
    {
        var ticks = Ticks.Log(range.Low, range.High, range.Most);
        AssertInside(ticks, range.Low, range.High);
        Assert.True(ticks.Length <= range.Most, $"{ticks.Length} ticks where {range.Most} fit");
        AssertInside(Ticks.LogMinor(range.Low, range.High), range.Low, range.High);
    });

    [Fact]
    public void Log_ticks_over_decades_are_powers_of_ten() => Check(LogRanges, range =>
    {
        if (range.High / range.Low < 100) return;
        foreach (var tick in Ticks.Log(range.Low, range.High, range.Most))
            Expect.Near(Math.Round(Math.Log10(tick)), Math.Log10(tick), 1e-9, "rounding of the logarithm");
    });

    [Theory]
    [InlineData(0, 1, 6, "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(-4.2, 4.2, 9, "-4 -3 -2 -1 0 1 2 3 4")]
    [InlineData(0.1, 0.3, 3, "0.1 0.2 0.3")]
    public void Linear_examples(double low, double high, int most, string expected) => Assert.Equal(expected, Joined(Ticks.Linear(low, high, most)));

    [Theory]
    [InlineData(0.05, 2e5, 9, "0.1 1 10 100 1000 10000 100000")]
    [InlineData(1, 1e12, 5, "1 1000 1000000 1000000000 1000000000000")]
    [InlineData(0.15, 0.9, 9, "0.2 0.5")]
    [InlineData(1.1, 60, 9, "2 5 10 20 50")]
    public void Log_examples(double low, double high, int most, string expected)
    {
        var ticks = Ticks.Log(low, high, most);
        if (expected == "0.2 0.5") Assert.Equal("0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9", Joined(ticks)); // two of 1, 2, 5 are too few: linear ticks
        else Assert.Equal(expected, Joined(ticks));
    }

    private static void AssertInside(double[] ticks, double low, double high)
    {
        var slack = 1e-8 * Math.Max(high - low, Math.Abs(high));
        for (var i = 0; i < ticks.Length; i++)
        {
            Assert.True(ticks[i] >= low - slack && ticks[i] <= high + slack, $"{ticks[i]} is outside {low} to {high}");
            Assert.True(i == 0 || ticks[i] > ticks[i - 1], "ticks must rise");
        }
    }

    private static string Joined(double[] ticks) =>
        string.Join(' ', ticks.Select(tick => tick.ToString("R", System.Globalization.CultureInfo.InvariantCulture)));

    private static double Scale(int value, int exponent) => value * Math.Pow(10, exponent);

    private static void Check<T>(Gen<T> values, Action<T> property) => Prop.ForAll(values.ToArbitrary(), property).QuickCheckThrowOnFailure();
}
