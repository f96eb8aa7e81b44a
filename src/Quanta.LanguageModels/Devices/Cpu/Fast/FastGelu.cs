using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Quanta.Numerics.Elementwise;

namespace Quanta.LanguageModels.Devices.Cpu.Fast;

/// <summary>A form of GELU for eight values at a time.</summary>
internal interface IGelu
{
    /// <summary>gelu(x) and, unless the caller drops it, gelu'(x).</summary>
    static abstract (Vector256<float> Value, Vector256<float> Slope) Evaluate(Vector256<float> x);
}

/// <summary>x Phi(x), and Phi(x) + x phi(x).</summary>
internal readonly struct ExactGelu : IGelu
{
    private const float ReciprocalSqrtTwoPi = 0.398942280f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<float> Value, Vector256<float> Slope) Evaluate(Vector256<float> x)
    {
        var (probability, exponential) = LaneFunctions.Normal(x);
        return (x * probability, Vector256.FusedMultiplyAdd(x * ReciprocalSqrtTwoPi, exponential, probability));
    }
}

/// <summary>With (1 + tanh u) / 2 = s = 1 / (1 + e^-2u), u = sqrt(2/pi) (x + 0.044715 x^3): x s, and s + x s (1 - s) 2 u'.</summary>
internal readonly struct TanhGelu : IGelu
{
    private const float TwiceScale = 1.59576912f, Cubic = 0.044715f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<float> Value, Vector256<float> Slope) Evaluate(Vector256<float> x)
    {
        var (one, square) = (Vector256<float>.One, x * x);
        var doubled = x * TwiceScale * Vector256.FusedMultiplyAdd(square, Vector256.Create(Cubic), one);
        var sigmoid = one / (one + LaneFunctions.Exp(-doubled));
        var doubledSlope = Vector256.FusedMultiplyAdd(square, Vector256.Create(3 * Cubic), one) * TwiceScale;
        return (x * sigmoid, Vector256.FusedMultiplyAdd(x * sigmoid * (one - sigmoid), doubledSlope, sigmoid));
    }
}

internal static class FastGelu
{
    /// <summary>Writes values and, where <paramref name="slope"/> is not empty, slopes; either may lie on the input.</summary>
    public static void Run<TGelu>(ReadOnlySpan<float> input, Span<float> output, Span<float> slope)
        where TGelu : IGelu
    {
        var i = 0;
        for (; i <= input.Length - Lanes.Count; i += Lanes.Count)
        {
            var (value, derivative) = TGelu.Evaluate(Lanes.Load(input, i));
            Lanes.Store(value, output, i);
            if (!slope.IsEmpty) Lanes.Store(derivative, slope, i);
        }
        if (i < input.Length)
        {
            var (value, derivative) = TGelu.Evaluate(Lanes.LoadTail(input, i));
            Lanes.StoreTail(value, output, i);
            if (!slope.IsEmpty) Lanes.StoreTail(derivative, slope, i);
        }
    }
}
