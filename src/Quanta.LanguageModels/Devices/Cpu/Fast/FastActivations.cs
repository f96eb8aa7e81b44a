using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Quanta.LanguageModels.Decoders;
using Quanta.Numerics.Elementwise;

namespace Quanta.LanguageModels.Devices.Cpu.Fast;

/// <summary>An activation function for eight values at a time.</summary>
internal interface IActivation
{
    /// <summary>f(x) and, unless the caller drops it, f'(x).</summary>
    static abstract (Vector256<float> Value, Vector256<float> Slope) Evaluate(Vector256<float> x);
}

/// <summary>x Phi(x), and Phi(x) + x phi(x).</summary>
internal readonly struct ExactGelu : IActivation
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
internal readonly struct TanhGelu : IActivation
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

internal readonly struct Relu : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<float> Value, Vector256<float> Slope) Evaluate(Vector256<float> x)
    {
        var isPositive = Vector256.GreaterThan(x, default);
        var nothing = x - x;
        return (Vector256.ConditionalSelect(isPositive, x, nothing), Vector256.ConditionalSelect(isPositive, Vector256<float>.One, nothing));
    }
}

/// <summary>With s = 1 / (1 + e^-x): x s, and s + x s (1 - s).</summary>
internal readonly struct Silu : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<float> Value, Vector256<float> Slope) Evaluate(Vector256<float> x)
    {
        var one = Vector256<float>.One;
        var sigmoid = one / (one + LaneFunctions.Exp(-x));
        var value = x * sigmoid;
        return (value, Vector256.FusedMultiplyAdd(value, one - sigmoid, sigmoid));
    }
}

internal static class FastActivations
{
    /// <summary>Writes values and, where <paramref name="slope"/> is not empty, slopes; either may lie on the input.</summary>
    public static void Run(ActivationFunction function, ReadOnlySpan<float> input, Span<float> output, Span<float> slope)
    {
        switch (function)
        {
            case ActivationFunction.Exact: Run<ExactGelu>(input, output, slope); break;
            case ActivationFunction.Tanh: Run<TanhGelu>(input, output, slope); break;
            case ActivationFunction.Relu: Run<Relu>(input, output, slope); break;
            default: Run<Silu>(input, output, slope); break;
        }
    }

    /// <summary>Writes f(gate) * values and, where <paramref name="slope"/> is not empty, the slopes by the gate and then by the values, which may lie on them.</summary>
    public static void RunGated(ActivationFunction function, ReadOnlySpan<float> gate, ReadOnlySpan<float> values, Span<float> output, Span<float> slope)
    {
        switch (function)
        {
            case ActivationFunction.Exact: RunGated<ExactGelu>(gate, values, output, slope); break;
            case ActivationFunction.Tanh: RunGated<TanhGelu>(gate, values, output, slope); break;
            case ActivationFunction.Relu: RunGated<Relu>(gate, values, output, slope); break;
            default: RunGated<Silu>(gate, values, output, slope); break;
        }
    }

    private static void Run<TActivation>(ReadOnlySpan<float> input, Span<float> output, Span<float> slope)
        where TActivation : IActivation
    {
        var i = 0;
        for (; i <= input.Length - Lanes.Count; i += Lanes.Count)
        {
            var (value, derivative) = TActivation.Evaluate(Lanes.Load(input, i));
            Lanes.Store(value, output, i);
            if (!slope.IsEmpty) Lanes.Store(derivative, slope, i);
        }
        if (i < input.Length)
        {
            var (value, derivative) = TActivation.Evaluate(Lanes.LoadTail(input, i));
            Lanes.StoreTail(value, output, i);
            if (!slope.IsEmpty) Lanes.StoreTail(derivative, slope, i);
        }
    }

    private static void RunGated<TActivation>(ReadOnlySpan<float> gate, ReadOnlySpan<float> values, Span<float> output, Span<float> slope)
        where TActivation : IActivation
    {
        var i = 0;
        var byValue = slope.IsEmpty ? default : slope[output.Length..];
        for (; i <= gate.Length - Lanes.Count; i += Lanes.Count)
        {
            var ((opening, derivative), value) = (TActivation.Evaluate(Lanes.Load(gate, i)), Lanes.Load(values, i));
            Lanes.Store(opening * value, output, i);
            if (slope.IsEmpty) continue;
            Lanes.Store(derivative * value, slope, i);
            Lanes.Store(opening, byValue, i);
        }
        if (i < gate.Length)
        {
            var ((opening, derivative), value) = (TActivation.Evaluate(Lanes.LoadTail(gate, i)), Lanes.LoadTail(values, i));
            Lanes.StoreTail(opening * value, output, i);
            if (slope.IsEmpty) return;
            Lanes.StoreTail(derivative * value, slope[..output.Length], i);
            Lanes.StoreTail(opening, byValue, i);
        }
    }
}
