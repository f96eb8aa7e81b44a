using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using Quanta.Numerics.Elementwise;
using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Devices.Cpu.Fast;

/// <summary>Small loops over rows.</summary>
internal static class ElementwiseRows
{
    /// <summary>product[o, i] = left[o] right[i].</summary>
    public static void OuterProduct(ReadOnlySpan<float> left, ReadOnlySpan<float> right, MatrixView product)
    {
        for (var o = 0; o < left.Length; o++) TensorPrimitives.Multiply(right, left[o], product.Row(o));
    }

    /// <summary>The sum of x y, products rounded to float32 and accumulated in float64.</summary>
    public static double Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        var (sum, i) = (default(LaneSum), 0);
        for (; i <= x.Length - Lanes.Count; i += Lanes.Count) sum.Add(Lanes.Load(x, i) * Lanes.Load(y, i));
        if (i < x.Length) sum.Add(Lanes.LoadTail(x, i) * Lanes.LoadTail(y, i));
        return sum.Total;
    }

    /// <summary>sums = the columns' sums, each accumulated in float64 from the first row to the last.</summary>
    public static void SumColumns(MatrixView rows, Span<float> sums)
    {
        var column = 0;
        for (; column <= sums.Length - Lanes.Count; column += Lanes.Count)
        {
            var (lower, upper) = (Vector256<double>.Zero, Vector256<double>.Zero);
            for (var r = 0; r < rows.RowCount; r++)
            {
                var (low, high) = Vector256.Widen(Lanes.Load(rows.Row(r), column));
                lower += low;
                upper += high;
            }
            Lanes.Store(Vector256.Narrow(lower, upper), sums, column);
        }
        for (; column < sums.Length; column++)
        {
            var sum = 0.0;
            for (var r = 0; r < rows.RowCount; r++) sum += rows[r, column];
            sums[column] = (float)sum;
        }
    }
}
