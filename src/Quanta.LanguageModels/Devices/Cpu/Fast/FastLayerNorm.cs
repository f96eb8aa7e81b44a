using System.Runtime.Intrinsics;
using Quanta.Numerics.Elementwise;

namespace Quanta.LanguageModels.Devices.Cpu.Fast;

/// <summary>Layer normalisation of one row; the formulas are those of the plain one.</summary>
internal static class FastLayerNorm
{
    /// <summary>Writes the row's output; returns its mean and reciprocal standard deviation.</summary>
    public static (float Mean, float Reciprocal) Forward(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float epsilon, Span<float> output)
    {
        LaneSum sum = default, squares = default;
        for (var i = 0; i < input.Length; i += Lanes.Count) sum.Add(Lanes.Load(input, i));
        var mean = (float)(sum.Total / input.Length);
        for (var i = 0; i < input.Length; i += Lanes.Count)
        {
            var centred = Lanes.Keep(Lanes.Load(input, i) - Vector256.Create(mean), input.Length - i);
            squares.Add(centred * centred);
        }
        var reciprocal = (float)(1 / Math.Sqrt(squares.Total / input.Length + epsilon));
        for (var i = 0; i < input.Length; i += Lanes.Count)
        {
            var normal = (Lanes.Load(input, i) - Vector256.Create(mean)) * reciprocal;
            Lanes.Store(Vector256.FusedMultiplyAdd(normal, Lanes.Load(weight, i), Lanes.Load(bias, i)), output, i);
        }
        return (mean, reciprocal);
    }

    public static void InputGradient(
        ReadOnlySpan<float> outputGradient, ReadOnlySpan<float> input, float mean, float reciprocal, ReadOnlySpan<float> weight, Span<float> inputGradient,
        bool accumulate)
    {
        LaneSum sum = default, product = default;
        for (var i = 0; i < input.Length; i += Lanes.Count)
        {
            var scaled = Lanes.Load(weight, i) * Lanes.Load(outputGradient, i);
            sum.Add(scaled);
            product.Add(scaled * ((Lanes.Load(input, i) - Vector256.Create(mean)) * reciprocal));
        }
        var (meanGradient, meanProduct) = ((float)(sum.Total / input.Length), (float)(product.Total / input.Length));
        for (var i = 0; i < input.Length; i += Lanes.Count)
        {
            var scaled = Lanes.Load(weight, i) * Lanes.Load(outputGradient, i);
            var normal = (Lanes.Load(input, i) - Vector256.Create(mean)) * reciprocal;
            var gradient = Vector256.FusedMultiplyAdd(-normal, Vector256.Create(meanProduct), scaled - Vector256.Create(meanGradient)) * reciprocal;
            Lanes.Store(accumulate ? Lanes.Load(inputGradient, i) + gradient : gradient, inputGradient, i);
        }
    }

    /// <summary>Adds a row's share of the weight's gradient.</summary>
    public static void AddWeightGradient(ReadOnlySpan<float> outputGradient, ReadOnlySpan<float> input, float mean, float reciprocal, Span<double> weightGradient)
    {
        for (var h = 0; h < input.Length; h++) weightGradient[h] += outputGradient[h] * ((input[h] - mean) * reciprocal);
    }
}
