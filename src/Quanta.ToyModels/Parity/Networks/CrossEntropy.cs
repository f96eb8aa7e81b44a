using System.Numerics.Tensors;

namespace Quanta.ToyModels.Parity.Networks;

/// <summary>Softmax cross-entropy of two classes as a function of the margin, the right logit less the wrong one.</summary>
internal static class CrossEntropy
{
    /// <summary>ln(1 + e^-margin), nats, without overflow.</summary>
    public static double Loss(float margin) => Math.Max(0, -(double)margin) + Math.Log(1 + Math.Exp(-Math.Abs((double)margin)));

    /// <summary>The loss's derivative by the margin: -1 / (1 + e^margin).</summary>
    public static float Slope(float margin) => -1 / (1 + MathF.Exp(margin));

    /// <summary>Losses of many margins, [rows], in float32 to a few units in the last place of 1.</summary>
    /// <param name="margins">[rows].</param>
    /// <param name="losses">At least [rows], the first of which are written; may be <paramref name="margins"/>.</param>
    /// <param name="scratch">At least [rows], overlapping neither.</param>
    public static void Losses(ReadOnlySpan<float> margins, Span<float> losses, Span<float> scratch)
    {
        losses = losses[..margins.Length];
        scratch = scratch[..margins.Length];
        TensorPrimitives.Abs(margins, scratch);
        TensorPrimitives.Negate(scratch, scratch);
        TensorPrimitives.Exp(scratch, scratch);
        TensorPrimitives.LogP1(scratch, scratch);
        TensorPrimitives.Negate(margins, losses);
        TensorPrimitives.Max(losses, 0f, losses);
        TensorPrimitives.Add(losses, scratch, losses);
    }
}
