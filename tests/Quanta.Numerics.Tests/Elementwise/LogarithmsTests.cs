using Quanta.Numerics.Elementwise;

namespace Quanta.Numerics.Tests.Elementwise;

public class LogarithmsTests
{
    [Theory, InlineData(1e-300), InlineData(1e-30), InlineData(1e-17), InlineData(-1e-17), InlineData(1e-9), InlineData(-1e-9), InlineData(1e-5)]
    public void A_logarithm_near_1_keeps_its_digits(double x) =>
        Expect.Near(x - x * x / 2 + x * x * x / 3, Logarithms.OnePlus(x), 1e-15 * Math.Abs(x), "the series' next term, x^4 / 4, is smaller still");

    [Theory, InlineData(0.3), InlineData(1), InlineData(-0.9), InlineData(1e12)]
    public void Elsewhere_it_is_the_plain_one(double x) =>
        Expect.Near(Math.Log(1 + x), Logarithms.OnePlus(x), 1e-14 * Math.Abs(Math.Log(1 + x)), "the rounding of 1 + x is divided out");

    [Fact]
    public void Its_ends_are_those_of_the_logarithm()
    {
        Assert.Equal(0, Logarithms.OnePlus(0));
        Assert.Equal(double.PositiveInfinity, Logarithms.OnePlus(double.PositiveInfinity));
        Assert.Equal(double.NegativeInfinity, Logarithms.OnePlus(-1));
        Assert.True(double.IsNaN(Logarithms.OnePlus(double.NaN)) && double.IsNaN(Logarithms.OnePlus(-2)));
    }
}
