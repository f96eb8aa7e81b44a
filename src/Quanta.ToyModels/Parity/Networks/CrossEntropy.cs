using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using Quanta.Numerics.Elementwise;

namespace Quanta.ToyModels.Parity.Networks;

/// <summary>Softmax cross-entropy of two classes as a function of the margin, the right logit less the wrong one.</summary>
/// <remarks>Nothing is formed as a difference from 1: losses and slopes have their relative accuracy however small they are, until float32 ends at 1e-38.</remarks>
internal static class CrossEntropy
{
    /// <summary>ln(1 + e^-margin), nats, without overflow.</summary>
    public static double Loss(float margin) => Math.Max(0, -(double)margin) + Logarithms.OnePlus(Math.Exp(-Math.Abs((double)margin)));

    /// <summary>The loss's derivative by the margin: -1 / (1 + e^margin).</summary>
    public static float Slope(float margin) => -1 / (1 + MathF.Exp(margin));

    /// <summary>Losses of many margins, [rows], in float32, with a relative error of at most 1e-6.</summary>
    /// <param name="margins">[rows].</param>
    /// <param name="losses">At least [rows], the first of which are written; must not overlap <paramref name="margins"/>.</param>
    public static void Losses(ReadOnlySpan<float> margins, Span<float> losses)
    {
        losses = losses[..margins.Length];
        TensorPrimitives.Abs(margins, losses);
        TensorPrimitives.Negate(losses, losses);
        TensorPrimitives.Exp(losses, losses);
        var i = 0;
        for (; i <= losses.Length - Lanes.Count; i += Lanes.Count) Lanes.Store(Loss(Lanes.Load(margins, i), Lanes.Load(losses, i)), losses, i);
        if (i < losses.Length) Lanes.StoreTail(Loss(Lanes.LoadTail(margins, i), Lanes.LoadTail(losses, i)), losses, i);
    }

    /// <summary>max(0, -margin) + ln(1 + t) for t = e^-|margin|; ln(1 + t) = 2 artanh(s) with s = t / (2 + t), at most 1/3, by its series up to s^15.</summary>
    private static Vector256<float> Loss(Vector256<float> margin, Vector256<float> t)
    {
        var s = t / (t + Vector256.Create(2f));
        var square = s * s;
        var series = Vector256.Create(1f / 15);
        for (var power = 13; power > 0; power -= 2) series = series * square + Vector256.Create(1f / power);
        return Vector256.ConditionalSelect(Vector256.LessThan(margin, default), -margin, default) + (s + s) * series;
    }
}
