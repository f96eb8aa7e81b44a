using System.Runtime.Intrinsics;
using MathNet.Numerics;
using Quanta.Numerics.Elementwise;

namespace Quanta.Numerics.Tests.Elementwise;

public class LaneFunctionsTests
{
    [Fact]
    public void Exp_is_within_one_unit_in_the_last_place_over_its_range()
    {
        var worst = Grid(-87.3f, 88.7f, 400_000).Max(x => Math.Abs(Exp(x) / Math.Exp(x) - 1));
        Assert.True(worst <= 1e-7, $"The fit is good to 3e-9 and rounding adds at most 1.2e-7 in the worst place; found {worst:E2}.");
    }

    [Fact]
    public void Exp_of_special_values()
    {
        Assert.Equal(1, Exp(0));
        Assert.Equal(1, Exp(-0f));
        Assert.Equal(0, Exp(-88));
        Assert.Equal(0, Exp(float.NegativeInfinity));
        Assert.Equal(float.PositiveInfinity, Exp(88.8f));
        Assert.Equal(float.PositiveInfinity, Exp(float.PositiveInfinity));
        Assert.True(float.IsNaN(Exp(float.NaN)));
        Assert.True(Exp(-87.3365f) is > 0 and < 1.2e-38f);
        Assert.True(float.IsFinite(Exp(88.7228f)));
    }

    [Fact]
    public void Normal_probability_and_exponential_agree_with_float64()
    {
        double worstProbability = 0, worstTail = 0, worstExponential = 0;
        foreach (var x in Grid(-12.5f, 12.5f, 400_000))
        {
            var (probability, exponential) = Normal(x);
            var exact = 0.5 * SpecialFunctions.Erfc(-x / Math.Sqrt(2));
            worstProbability = Math.Max(worstProbability, Math.Abs(probability - exact));
            if (x < 0) worstTail = Math.Max(worstTail, Math.Abs(probability / exact - 1) / Math.Max(1, x * x / 2));
            worstExponential = Math.Max(worstExponential, Math.Abs(exponential - Math.Exp(-0.5 * x * (double)x)));
        }
        Expect.Near(0, worstProbability, 1.3e-7, "the fit is good to 5e-9; a few roundings of numbers near 1");
        Expect.Near(0, worstTail, 5e-7, "a few roundings, and that of x^2 / 2, which the exponential multiplies by itself");
        Expect.Near(0, worstExponential, 1e-7, "the exponential's own error and the rounding of x^2");
    }

    [Fact]
    public void Normal_of_special_values()
    {
        Assert.Equal((0.5f, 1f), Normal(0));
        Assert.Equal((1f, 0f), Normal(float.PositiveInfinity));
        Assert.Equal((0f, 0f), Normal(float.NegativeInfinity));
        Assert.True(float.IsNaN(Normal(float.NaN).Probability));
    }

    private static float Exp(float x) => LaneFunctions.Exp(Vector256.Create(x))[3];

    private static (float Probability, float Exponential) Normal(float x)
    {
        var (probability, exponential) = LaneFunctions.Normal(Vector256.Create(x));
        return (probability[5], exponential[5]);
    }

    private static IEnumerable<float> Grid(float from, float to, int count) =>
        Enumerable.Range(0, count + 1).Select(i => (float)(from + (double)(to - from) * i / count));
}
