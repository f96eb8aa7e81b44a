using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Tests.Charts;

public sealed class ScaleTests
{
    public static TheoryData<string> Axes => ["linear", "log", "linear reversed", "log reversed"];

    [Theory]
    [MemberData(nameof(Axes))]
    public void Position_and_value_are_inverse_and_monotone(string name)
    {
        var axis = (name.StartsWith("log", StringComparison.Ordinal)
            ? Axis.Log() : Axis.Linear()) with
        { Reversed = name.EndsWith("reversed", StringComparison.Ordinal) };
        var scale = Scale.Over(axis, new Extent(0.2, 700));
        for (var t = 0.0; t <= 1; t += 0.125) Expect.Near(t, scale.Position(scale.ValueAt(t)), 1e-12, "a few roundings of the logarithm");
        Assert.Equal(!axis.Reversed, scale.Position(3) < scale.Position(4));
    }

    [Fact]
    public void Own_limits_are_kept_and_data_limits_are_padded()
    {
        var scale = Scale.Over(Axis.Linear() with { Minimum = 0 }, new Extent(2, 10));
        Assert.Equal(0, scale.Minimum);
        Expect.Near(10.5, scale.Maximum, 1e-12, "5 % of 10");
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(0, 0)]
    [InlineData(double.PositiveInfinity, double.NegativeInfinity)]
    public void A_range_without_width_is_widened(double low, double high)
    {
        foreach (var axis in new[] { Axis.Linear(), Axis.Log() })
        {
            if (axis.Kind == AxisKind.Log && low == 0) continue;
            var scale = Scale.Over(axis, new Extent(low, high));
            Assert.True(scale.Maximum > scale.Minimum);
            if (low <= high) Assert.InRange(scale.Position(low), 0.1, 0.9);
        }
    }

    [Fact]
    public void Limits_without_a_place_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Scale.Over(Axis.Log() with { Minimum = 0 }, new Extent(1, 2)));
        Assert.Throws<ArgumentException>(() => Scale.Over(Axis.Linear() with { Maximum = double.NaN }, new Extent(1, 2)));
        Assert.Throws<ArgumentException>(() => Scale.Over(Axis.Linear().Over(3, 3), new Extent(1, 2)));
    }

    [Fact]
    public void Values_that_cannot_be_drawn_do_not_widen_the_range() =>
        Assert.Equal(new Extent(0.5, 2), Extent.Of([double.NaN, -1, 0, 0.5, 2, double.PositiveInfinity], Axis.Log()));
}
