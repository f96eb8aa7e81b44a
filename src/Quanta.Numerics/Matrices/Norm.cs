using System.Numerics.Tensors;

namespace Quanta.Numerics.Matrices;

/// <summary>Euclidean norms of long float32 vectors.</summary>
public static class Norm
{
    private const int SliceLength = 1024;

    /// <summary>The square root of the sum of squares: float32 within slices of 1,024 entries, float64 over the slices, in a fixed order.</summary>
    /// <remarks>Empty: 0. NaN and infinity propagate.</remarks>
    public static double Euclidean(ReadOnlySpan<float> vector)
    {
        var sum = 0.0;
        for (var start = 0; start < vector.Length; start += SliceLength)
            sum += TensorPrimitives.SumOfSquares(vector.Slice(start, Math.Min(SliceLength, vector.Length - start)));
        return Math.Sqrt(sum);
    }
}
