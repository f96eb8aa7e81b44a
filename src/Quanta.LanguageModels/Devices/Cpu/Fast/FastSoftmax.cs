using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Quanta.Numerics.Elementwise;

namespace Quanta.LanguageModels.Devices.Cpu.Fast;

/// <summary>The parts of a softmax over one row. NaN anywhere makes the sum NaN.</summary>
internal static class FastSoftmax
{
    /// <summary>The largest value, NaN aside; negative infinity if there is none.</summary>
    public static float Largest(ReadOnlySpan<float> values)
    {
        var (largest, i) = (Vector256.Create(float.NegativeInfinity), 0);
        for (; i <= values.Length - Lanes.Count; i += Lanes.Count) largest = Larger(Lanes.Load(values, i), largest);
        var result = float.NegativeInfinity;
        for (var lane = 0; lane < Lanes.Count; lane++) result = largest[lane] > result ? largest[lane] : result;
        for (; i < values.Length; i++) result = values[i] > result ? values[i] : result;
        return result;

        static Vector256<float> Larger(Vector256<float> x, Vector256<float> y) => Vector256.ConditionalSelect(Vector256.GreaterThan(x, y), x, y);
    }

    /// <summary>What to subtract before e^x: the largest value, or 0 where all are negative infinity, which must come out as 0 and not as NaN.</summary>
    public static float Shift(float largest) => float.IsNegativeInfinity(largest) ? 0 : largest;

    /// <summary>values = e^(values - shift); returns their sum.</summary>
    public static double Exponentiate(Span<float> values, float shift)
    {
        var (sum, i) = (default(LaneSum), 0);
        for (; i <= values.Length - Lanes.Count; i += Lanes.Count)
        {
            var power = Power(Lanes.Load(values, i), shift);
            sum.Add(power);
            Lanes.Store(power, values, i);
        }
        if (i < values.Length)
        {
            var power = Power(Lanes.LoadTail(values, i), shift);
            sum.Add(Lanes.Keep(power, values.Length - i));
            Lanes.StoreTail(power, values, i);
        }
        return sum.Total;
    }

    /// <summary>The sum of e^(values - shift).</summary>
    public static double SumExponentials(ReadOnlySpan<float> values, float shift)
    {
        var (sum, i) = (default(LaneSum), 0);
        for (; i <= values.Length - Lanes.Count; i += Lanes.Count) sum.Add(Power(Lanes.Load(values, i), shift));
        if (i < values.Length) sum.Add(Lanes.Keep(Power(Lanes.LoadTail(values, i), shift), values.Length - i));
        return sum.Total;
    }

    /// <summary>values = cap tanh(values / cap).</summary>
    public static void Cap(Span<float> values, float cap)
    {
        var i = 0;
        for (; i <= values.Length - Lanes.Count; i += Lanes.Count) Lanes.Store(Bend(Lanes.Load(values, i)), values, i);
        if (i < values.Length) Lanes.StoreTail(Bend(Lanes.LoadTail(values, i)), values, i);

        Vector256<float> Bend(Vector256<float> x) => LaneFunctions.Tanh(x / cap) * cap;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Power(Vector256<float> values, float shift) => LaneFunctions.Exp(values - Vector256.Create(shift));
}
