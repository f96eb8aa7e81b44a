using System.Numerics.Tensors;

namespace Quanta.Numerics.Matrices;

/// <summary>Euclidean norms of long float32 vectors, of any size that float32 can hold.</summary>
public static class Norm
{
    private const int SliceLength = 1024;

    /// <summary>Below this a square is no normal float32 number, and digits are lost.</summary>
    private const double SmallestSquare = 1.2e-38;

    /// <summary>The share of the sum that squares too small for float32 may take from it.</summary>
    private const double Negligible = 1e-7;

    /// <summary>The square root of the sum of squares: float32 within slices of 1,024 entries, float64 over the slices, in a fixed order; where squares are too small
    /// or too large for float32, float64 throughout.</summary>
    /// <remarks>Empty: 0. NaN and infinity propagate.</remarks>
    public static double Euclidean(ReadOnlySpan<float> vector)
    {
        var sum = SumOfSquares(vector);
        return Math.Sqrt(IsPrecise(sum, vector.Length) ? sum : PlainSumOfSquares(vector));
    }

    /// <summary>The same of a row of any length.</summary>
    public static double Euclidean(WideMatrix matrix, int row)
    {
        var sum = 0.0;
        foreach (var (start, length) in Pieces(matrix.ColumnCount)) sum += SumOfSquares(matrix.Part(row, start, length));
        if (IsPrecise(sum, matrix.ColumnCount)) return Math.Sqrt(sum);
        sum = 0;
        foreach (var (start, length) in Pieces(matrix.ColumnCount)) sum += PlainSumOfSquares(matrix.Part(row, start, length));
        return Math.Sqrt(sum);
    }

    /// <summary>Divides a row by its norm, unless that is 0 or no number, and returns the norm.</summary>
    public static double Normalise(WideMatrix matrix, int row)
    {
        var norm = Euclidean(matrix, row);
        if (!(norm > 0 && double.IsFinite(norm))) return norm;
        // Beyond these a factor of float32 loses digits.
        var isModerate = norm is > 1e-30 and < 1e30;
        foreach (var (start, length) in Pieces(matrix.ColumnCount))
        {
            var part = matrix.Part(row, start, length);
            if (isModerate) TensorPrimitives.Multiply(part, (float)(1 / norm), part);
            else
                foreach (ref var entry in part) entry = (float)(entry / norm);
        }
        return norm;
    }

    private static bool IsPrecise(double sum, long length) => double.IsFinite(sum) ? length * SmallestSquare <= Negligible * sum : double.IsNaN(sum);

    private static double SumOfSquares(ReadOnlySpan<float> vector)
    {
        var sum = 0.0;
        for (var start = 0; start < vector.Length; start += SliceLength)
            sum += TensorPrimitives.SumOfSquares(vector.Slice(start, Math.Min(SliceLength, vector.Length - start)));
        return sum;
    }

    private static double PlainSumOfSquares(ReadOnlySpan<float> vector)
    {
        var sum = 0.0;
        foreach (var entry in vector) sum += (double)entry * entry;
        return sum;
    }

    /// <summary>Whole slices, so that a sum does not depend on where a row is cut.</summary>
    private static IEnumerable<(long Start, int Length)> Pieces(long length)
    {
        const int largest = SliceLength << 18;
        for (var start = 0L; start < length; start += largest) yield return (start, (int)Math.Min(largest, length - start));
    }
}
