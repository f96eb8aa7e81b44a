using System.Numerics.Tensors;

namespace Quanta.Numerics.Matrices;

/// <summary>Euclidean norms of long float32 vectors.</summary>
public static class Norm
{
    private const int SliceLength = 1024;

    /// <summary>The square root of the sum of squares: float32 within slices of 1,024 entries, float64 over the slices, in a fixed order.</summary>
    /// <remarks>Empty: 0. NaN and infinity propagate. A slice whose squares over- or underflow in float32 is summed in float64.</remarks>
    public static double Euclidean(ReadOnlySpan<float> vector)
    {
        var sum = 0.0;
        for (var start = 0; start < vector.Length; start += SliceLength)
            sum += SumOfSquares(vector.Slice(start, Math.Min(SliceLength, vector.Length - start)));
        return Math.Sqrt(sum);
    }

    private static double SumOfSquares(ReadOnlySpan<float> slice)
    {
        // Squares of which none could be lost make at least this sum, unless all others are as small.
        const float least = 1e-24f;
        var sum = TensorPrimitives.SumOfSquares(slice);
        return sum >= least && float.IsFinite(sum) ? sum : SumOfSmallOrLargeSquares(slice);
    }

    private static double SumOfSmallOrLargeSquares(ReadOnlySpan<float> slice)
    {
        if (TensorPrimitives.MaxMagnitude(slice) == 0) return 0;
        var sum = 0.0;
        foreach (var value in slice) sum += (double)value * value;
        return sum;
    }
}
