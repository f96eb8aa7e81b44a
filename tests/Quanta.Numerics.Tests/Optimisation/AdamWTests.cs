using Quanta.Numerics.Optimisation;
using Quanta.Numerics.Random;

namespace Quanta.Numerics.Tests.Optimisation;

public class AdamWTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(33)]
    public void The_vector_update_is_the_update_of_each_parameter(int length)
    {
        var random = new Philox(1);
        float[] Draw() => [.. Enumerable.Range(0, length).Select(_ => (float)random.NextGaussian())];
        var (p1, m1, v1, g) = (Draw(), Draw(), Draw().Select(MathF.Abs).ToArray(), Draw());
        var (p2, m2, v2) = ((float[])p1.Clone(), (float[])m1.Clone(), (float[])v1.Clone());
        var c = new AdamW(1e-2, 0.3).At(3);
        AdamW.Update(c, p1, m1, v1, g);
        for (var i = 0; i < length; i++) AdamW.UpdateOne(c, ref p2[i], ref m2[i], ref v2[i], g[i]);
        Expect.AllNear(p2, p1, 1e-6, "a fused multiply-add may round once instead of twice");
        Expect.AllNear(m2, m1, 1e-6, "a fused multiply-add may round once instead of twice");
        Expect.AllNear(v2, v1, 1e-6, "a fused multiply-add may round once instead of twice");
    }

    [Fact]
    public void Moments_of_a_gradient_that_has_vanished_reach_zero_and_leave_the_parameter_alone()
    {
        float[] p = [0.1f], m = [1e-35f], v = [1e-37f];
        var optimizer = new AdamW();
        for (var t = 1000; t < 1050; t++) AdamW.Update(optimizer.At(t), p, m, v, [0f]);
        Assert.Equal(0.1f, p[0]);
        Assert.Equal(0f, m[0]);
        Assert.Equal(0f, v[0]);
    }
}
