using System.Numerics.Tensors;

namespace Quanta.Numerics.Matrices;

/// <summary>Euclidean norms of long float32 vectors, of any size that float32 can hold.</summary>
public static class Norm
{
    private const int SliceLength = 1024;

    /// <summary>The square root of the sum of squares: float32 within slices of 1,024 entries, float64 over the slices, in a fixed order.</summary>
    /// <remarks>Empty: 0. NaN and infinity propagate. A slice whose squares over- or underflow in float32 is summed in float64.</remarks>
    public static double Euclidean(ReadOnlySpan<float> vector) => Math.Sqrt(SumOfSquares(vector));

    /// <summary>Divides a vector of any length by its norm, unless that is 0 or no number, and returns the norm.</summary>
    /// <param name="vector">Where its entries lie, changed.</param>
    /// <param name="length">How many there are.</param>
    public static unsafe double Normalise(float* vector, long length)
    {
        var sum = 0.0;
        foreach (var (start, count) in Pieces(length)) sum += SumOfSquares(new ReadOnlySpan<float>(vector + start, count));
        var norm = Math.Sqrt(sum);
        if (norm > 0 && double.IsFinite(norm))
            foreach (var (start, count) in Pieces(length)) Divide(new Span<float>(vector + start, count), norm);
        return norm;
    }

    private static void Divide(Span<float> part, double norm)
    {
        // Beyond these a factor of float32 loses digits.
        var isModerate = norm is > 1e-30 and < 1e30;
        if (isModerate) TensorPrimitives.Multiply(part, (float)(1 / norm), part);
        else
            foreach (ref var entry in part) entry = (float)(entry / norm);
    }

    private static double SumOfSquares(ReadOnlySpan<float> vector)
    {
        var sum = 0.0;
        for (var start = 0; start < vector.Length; start += SliceLength)
            sum += SumOfSlice(vector.Slice(start, Math.Min(SliceLength, vector.Length - start)));
        return sum;
    }

    private static double SumOfSlice(ReadOnlySpan<float> slice)
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

    /// <summary>Whole slices, so that a sum does not depend on where a row is cut.</summary>
    private static IEnumerable<(long Start, int Length)> Pieces(long length)
    {
        const int largest = SliceLength << 18;
        for (var start = 0L; start < length; start += largest) yield return (start, (int)Math.Min(largest, length - start));
    }
}
