using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Quanta.Numerics.Elementwise;

/// <summary>Elementary functions of eight float32 values at a time; the same bits on every machine.</summary>
/// <remarks>Coefficients: our own least-squares fits, reweighted towards equal error (Lawson's iteration) and rounded to float32.</remarks>
public static class LaneFunctions
{
    private const float Log2E = 1.44269504f, Ln2Upper = 0.693359375f, Ln2Lower = -2.12194442e-4f;

    /// <summary>Adding and subtracting 1.5 * 2^23 rounds to a whole number, which then stands in the sum's lowest bits.</summary>
    private const float Rounder = 12582912f;

    /// <summary>exp overflows above ln(2^128), and its result is not a normal number below ln(2^-126).</summary>
    private const float Overflow = 88.7228317f, Underflow = -87.3365402f;

    /// <summary>e^x, relative error at most 1e-7; 0 where the result would be smaller than 2^-126; NaN stays NaN.</summary>
    /// <remarks>x = n ln 2 + r with |r| &lt;= ln(2)/2; e^r = 1 + r + r^2 q(r); n is added to the exponent's bits.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x)
    {
        var shifted = Vector256.FusedMultiplyAdd(x, Vector256.Create(Log2E), Vector256.Create(Rounder));
        var n = shifted - Vector256.Create(Rounder);
        var r = Vector256.FusedMultiplyAdd(-n, Vector256.Create(Ln2Upper), x);
        r = Vector256.FusedMultiplyAdd(-n, Vector256.Create(Ln2Lower), r);
        var q = Vector256.Create(1.38145394e-3f);
        q = Vector256.FusedMultiplyAdd(q, r, Vector256.Create(8.36874545e-3f));
        q = Vector256.FusedMultiplyAdd(q, r, Vector256.Create(4.16683890e-2f));
        q = Vector256.FusedMultiplyAdd(q, r, Vector256.Create(1.66665211e-1f));
        q = Vector256.FusedMultiplyAdd(q, r, Vector256.Create(4.99999940e-1f));
        var power = Vector256.FusedMultiplyAdd(q, r * r, r) + Vector256<float>.One;
        var scaled = (power.AsInt32() + Vector256.ShiftLeft(shifted.AsInt32(), 23)).AsSingle();
        scaled = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256.Create(Underflow)), default, scaled);
        return Vector256.ConditionalSelect(Vector256.LessThanOrEqual(x, Vector256.Create(Overflow)), scaled, x * Vector256.Create(float.PositiveInfinity));
    }

    /// <summary>The standard normal distribution function Phi(x), absolute error at most 1.3e-7, with e^(-x^2 / 2), which its derivative and its tails need.</summary>
    /// <remarks>Phi(-z) e^(z^2 / 2) = p(z) / q(z) for z in [0, 13.2], after which Phi(-z) is no normal float32 number; Phi(z) = 1 - Phi(-z).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<float> Probability, Vector256<float> Exponential) Normal(Vector256<float> x)
    {
        var largest = Vector256.Create(14f);
        var z = Vector256.Abs(x);
        z = Vector256.ConditionalSelect(Vector256.GreaterThan(z, largest), largest, z);
        var exponential = Exp(Vector256.Create(-0.5f) * z * z);
        var p = Vector256.Create(4.01161890e-3f);
        p = Vector256.FusedMultiplyAdd(p, z, Vector256.Create(3.99260484e-2f));
        p = Vector256.FusedMultiplyAdd(p, z, Vector256.Create(1.81133613e-1f));
        p = Vector256.FusedMultiplyAdd(p, z, Vector256.Create(4.35451299e-1f));
        p = Vector256.FusedMultiplyAdd(p, z, Vector256.Create(0.5f));
        var q = Vector256.Create(1.00554917e-2f);
        q = Vector256.FusedMultiplyAdd(q, z, Vector256.Create(1.00087233e-1f));
        q = Vector256.FusedMultiplyAdd(q, z, Vector256.Create(4.63923395e-1f));
        q = Vector256.FusedMultiplyAdd(q, z, Vector256.Create(1.19376302f));
        q = Vector256.FusedMultiplyAdd(q, z, Vector256.Create(1.66878748f));
        q = Vector256.FusedMultiplyAdd(q, z, Vector256<float>.One);
        var tail = exponential * (p / q);
        var probability = Vector256.ConditionalSelect(Vector256.LessThan(x, default), tail, Vector256<float>.One - tail);
        return (probability, exponential);
    }

    /// <summary>tanh x, relative error at most 3e-7; NaN stays NaN.</summary>
    /// <remarks>x + x^3 p(x^2) up to 0.625, beyond it 1 - 2 / (e^2|x| + 1) with the sign of x.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Tanh(Vector256<float> x)
    {
        var (one, square, magnitude) = (Vector256<float>.One, x * x, Vector256.Abs(x));
        var p = Vector256.Create(-5.71704052e-3f);
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(2.06505824e-2f));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(-5.37434965e-2f));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(1.33314908e-1f));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(-3.33332837e-1f));
        var small = Vector256.FusedMultiplyAdd(x * square, p, x);
        var large = one - Vector256.Create(2f) / (Exp(magnitude + magnitude) + one);
        var signed = Vector256.ConditionalSelect(Vector256.LessThan(x, default), -large, large);
        return Vector256.ConditionalSelect(Vector256.LessThan(magnitude, Vector256.Create(0.625f)), small, signed);
    }
}
