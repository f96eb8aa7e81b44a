using System.Runtime.Intrinsics;
using Quanta.Numerics.Elementwise;
using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Devices.Cpu.Fast;

/// <summary>Small loops over rows.</summary>
internal static class ElementwiseRows
{
    /// <summary>values *= scale.</summary>
    public static void Scale(Span<float> values, float scale)
    {
        for (var i = 0; i < values.Length; i += Lanes.Count) Lanes.Store(Lanes.Load(values, i) * scale, values, i);
    }

    /// <summary>product[o, i] = left[o] right[i].</summary>
    public static void OuterProduct(ReadOnlySpan<float> left, ReadOnlySpan<float> right, MatrixView product)
    {
        for (var o = 0; o < left.Length; o++)
        {
            var row = product.Row(o);
            for (var i = 0; i < row.Length; i += Lanes.Count) Lanes.Store(Lanes.Load(right, i) * left[o], row, i);
        }
    }

    /// <summary>sums += row, in float64.</summary>
    public static void AddTo(Span<double> sums, ReadOnlySpan<float> row)
    {
        var whole = row.Length & -Lanes.Count;
        for (var i = 0; i < whole; i += Lanes.Count)
        {
            var (lower, upper) = Vector256.Widen(Lanes.Load(row, i));
            (Vector256.Create<double>(sums[i..]) + lower).CopyTo(sums[i..]);
            (Vector256.Create<double>(sums[(i + 4)..]) + upper).CopyTo(sums[(i + 4)..]);
        }
        for (var i = whole; i < row.Length; i++) sums[i] += row[i];
    }

    /// <summary>The sum of x y, products rounded to float32 and accumulated in float64.</summary>
    public static double Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        var sum = default(LaneSum);
        for (var i = 0; i < x.Length; i += Lanes.Count) sum.Add(Lanes.Load(x, i) * Lanes.Load(y, i));
        return sum.Total;
    }
}
