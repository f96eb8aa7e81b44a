using System.Runtime.Intrinsics;
using Quanta.Numerics.Elementwise;

namespace Quanta.LanguageModels.Devices.Cpu.Fast;

/// <summary>The parts of a softmax over one row.</summary>
internal static class FastSoftmax
{
    /// <summary>The largest value; NaN if there is one.</summary>
    public static float Largest(ReadOnlySpan<float> values)
    {
        var largest = Vector256.Create(float.NegativeInfinity);
        var whole = values.Length & -Lanes.Count;
        for (var i = 0; i < whole; i += Lanes.Count) largest = Vector256.Max(largest, Lanes.Load(values, i));
        var result = float.NegativeInfinity;
        for (var lane = 0; lane < Lanes.Count; lane++) result = MathF.Max(result, largest[lane]);
        for (var i = whole; i < values.Length; i++) result = MathF.Max(result, values[i]);
        return result;
    }

    /// <summary>values = e^(values - shift); returns their sum.</summary>
    public static double Exponentiate(Span<float> values, float shift)
    {
        var sum = default(LaneSum);
        for (var i = 0; i < values.Length; i += Lanes.Count)
        {
            var power = Lanes.Keep(LaneFunctions.Exp(Lanes.Load(values, i) - Vector256.Create(shift)), values.Length - i);
            sum.Add(power);
            Lanes.Store(power, values, i);
        }
        return sum.Total;
    }

    /// <summary>The sum of e^(values - shift).</summary>
    public static double SumExponentials(ReadOnlySpan<float> values, float shift)
    {
        var sum = default(LaneSum);
        for (var i = 0; i < values.Length; i += Lanes.Count)
            sum.Add(Lanes.Keep(LaneFunctions.Exp(Lanes.Load(values, i) - Vector256.Create(shift)), values.Length - i));
        return sum.Total;
    }
}
