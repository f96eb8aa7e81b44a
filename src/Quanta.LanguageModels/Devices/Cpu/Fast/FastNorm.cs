using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Quanta.LanguageModels.Decoders;
using Quanta.Numerics.Elementwise;

namespace Quanta.LanguageModels.Devices.Cpu.Fast;

/// <summary>Normalisation of one row; the formulas are those of the plain one.</summary>
internal static class FastNorm
{
    /// <summary>Writes the row's output; returns its mean, 0 where it is not subtracted, and what the rest is multiplied with. There may be no bias.</summary>
    public static (float Mean, float Reciprocal) Forward(
        NormForm form, ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float epsilon, Span<float> output)
    {
        var mean = form == NormForm.Layer ? (float)(Sum(input) / input.Length) : 0;
        var reciprocal = (float)(1 / Math.Sqrt(SumOfSquares(input, mean) / input.Length + epsilon));
        var i = 0;
        for (; i <= input.Length - Lanes.Count; i += Lanes.Count)
            Lanes.Store(Vector256.FusedMultiplyAdd(Normal(Lanes.Load(input, i), mean, reciprocal), Lanes.Load(weight, i), bias.IsEmpty ? default : Lanes.Load(bias, i)), output, i);
        if (i < input.Length)
        {
            var (normal, shift) = (Normal(Lanes.LoadTail(input, i), mean, reciprocal), bias.IsEmpty ? default : Lanes.LoadTail(bias, i));
            Lanes.StoreTail(Vector256.FusedMultiplyAdd(normal, Lanes.LoadTail(weight, i), shift), output, i);
        }
        return (mean, reciprocal);
    }

    /// <summary>Writes, or adds to <paramref name="inputGradient"/>, the row's gradient.</summary>
    public static void InputGradient(
        NormForm form, ReadOnlySpan<float> outputGradient, ReadOnlySpan<float> input, float mean, float reciprocal, ReadOnlySpan<float> weight, Span<float> inputGradient,
        bool accumulate)
    {
        var (meanGradient, meanProduct) = Means(outputGradient, input, mean, reciprocal, weight);
        if (form == NormForm.RootMeanSquare) meanGradient = 0;
        var i = 0;
        for (; i <= input.Length - Lanes.Count; i += Lanes.Count)
        {
            var gradient = Gradient(Lanes.Load(weight, i) * Lanes.Load(outputGradient, i), Normal(Lanes.Load(input, i), mean, reciprocal));
            Lanes.Store(accumulate ? Lanes.Load(inputGradient, i) + gradient : gradient, inputGradient, i);
        }
        if (i < input.Length)
        {
            var gradient = Gradient(Lanes.LoadTail(weight, i) * Lanes.LoadTail(outputGradient, i), Normal(Lanes.LoadTail(input, i), mean, reciprocal));
            Lanes.StoreTail(accumulate ? Lanes.LoadTail(inputGradient, i) + gradient : gradient, inputGradient, i);
        }

        Vector256<float> Gradient(Vector256<float> scaled, Vector256<float> normal) =>
            Vector256.FusedMultiplyAdd(-normal, Vector256.Create(meanProduct), scaled - Vector256.Create(meanGradient)) * reciprocal;
    }

    /// <summary>Adds a row's share of the weight's gradient.</summary>
    public static void AddWeightGradient(ReadOnlySpan<float> outputGradient, ReadOnlySpan<float> input, float mean, float reciprocal, Span<double> weightGradient)
    {
        for (var h = 0; h < input.Length; h++) weightGradient[h] += outputGradient[h] * ((input[h] - mean) * reciprocal);
    }

    private static double Sum(ReadOnlySpan<float> values)
    {
        var (sum, i) = (default(LaneSum), 0);
        for (; i <= values.Length - Lanes.Count; i += Lanes.Count) sum.Add(Lanes.Load(values, i));
        if (i < values.Length) sum.Add(Lanes.LoadTail(values, i));
        return sum.Total;
    }

    private static double SumOfSquares(ReadOnlySpan<float> values, float mean)
    {
        var (sum, i) = (default(LaneSum), 0);
        for (; i <= values.Length - Lanes.Count; i += Lanes.Count) sum.Add(Square(Lanes.Load(values, i)));
        if (i < values.Length) sum.Add(Lanes.Keep(Square(Lanes.LoadTail(values, i)), values.Length - i));
        return sum.Total;

        Vector256<float> Square(Vector256<float> x) => (x - Vector256.Create(mean)) * (x - Vector256.Create(mean));
    }

    /// <summary>The means over the row of g = weight * dy and of g n.</summary>
    private static (float Gradient, float Product) Means(
        ReadOnlySpan<float> outputGradient, ReadOnlySpan<float> input, float mean, float reciprocal, ReadOnlySpan<float> weight)
    {
        var (sum, product, i) = (default(LaneSum), default(LaneSum), 0);
        for (; i <= input.Length - Lanes.Count; i += Lanes.Count)
        {
            var scaled = Lanes.Load(weight, i) * Lanes.Load(outputGradient, i);
            sum.Add(scaled);
            product.Add(scaled * Normal(Lanes.Load(input, i), mean, reciprocal));
        }
        if (i < input.Length)
        {
            var scaled = Lanes.LoadTail(weight, i) * Lanes.LoadTail(outputGradient, i);
            sum.Add(scaled);
            product.Add(scaled * Normal(Lanes.LoadTail(input, i), mean, reciprocal));
        }
        return ((float)(sum.Total / input.Length), (float)(product.Total / input.Length));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Normal(Vector256<float> x, float mean, float reciprocal) => (x - Vector256.Create(mean)) * reciprocal;
}
