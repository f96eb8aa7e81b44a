using Quanta.ToyModels.Parity.Networks;

namespace Quanta.ToyModels.Tests.Parity.Networks;

public class CrossEntropyTests
{
    /// <summary>From losses of 1e-30 to losses of 40 nats, where 1 - softmax in float32 is 0 from 6e-8 on.</summary>
    public static TheoryData<float> Margins => [-40, -3, -0.5f, 0, 1e-3f, 0.7f, 5, 15.2f, 17, 23, 36, 38, 69, 86];

    [Theory, MemberData(nameof(Margins))]
    public void Losses_and_slopes_keep_their_relative_accuracy_however_small(float margin)
    {
        var (loss, slope) = Oracle(margin);
        Expect.Near(1, CrossEntropy.Loss(margin) / loss, 1e-12, "float64 rounding, and that of 1 + t in the oracle, which is above 1e-3");
        Expect.Near(1, CrossEntropy.Slope(margin) / slope, 4e-7, "float32 rounding of an exponential and a quotient");
        // All places of a vector, and its tail.
        var losses = new float[11];
        CrossEntropy.Losses([.. Enumerable.Repeat(margin, losses.Length)], losses);
        Assert.All(losses, fast => Expect.Near(1, fast / loss, 1e-6, "float32 rounding of an exponential and a dozen operations"));
    }

    [Fact]
    public void NaN_margins_give_NaN_losses()
    {
        var losses = new float[9];
        CrossEntropy.Losses([.. Enumerable.Repeat(float.NaN, losses.Length)], losses);
        Assert.All(losses, loss => Assert.True(float.IsNaN(loss)));
        Assert.True(double.IsNaN(CrossEntropy.Loss(float.NaN)));
    }

    /// <summary>Sums of positive terms alone: ln(1 + t) by its series where t is small.</summary>
    private static (double Loss, double Slope) Oracle(double margin)
    {
        var t = Math.Exp(-Math.Abs(margin));
        var log = t > 1e-3 ? Math.Log(1 + t) : t * (1 - t * (1.0 / 2 - t * (1.0 / 3 - t * (1.0 / 4 - t / 5))));
        return (Math.Max(0, -margin) + log, margin > 0 ? -t / (1 + t) : -1 / (1 + t));
    }
}
