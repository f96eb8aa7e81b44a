using System.Numerics;

namespace Quanta.Numerics.Statistics;

/// <summary>Ranks of values, and their correlation.</summary>
public static class Ranks
{
    /// <summary>Ranks from 1; equal values share the mean of theirs.</summary>
    /// <param name="values">[n].</param>
    /// <exception cref="ArgumentException">A value is NaN, which has no rank.</exception>
    public static double[] Of(ReadOnlySpan<double> values)
    {
        if (HasNaN(values)) throw new ArgumentException("Values to rank must be numbers, but one is NaN.", nameof(values));
        var (sorted, order, ranks) = (values.ToArray(), new int[values.Length], new double[values.Length]);
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(sorted, order);
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            for (end = start + 1; end < sorted.Length && sorted[end] == sorted[start];) end++;
            for (var i = start; i < end; i++) ranks[order[i]] = (start + 1 + end) / 2.0;
        }
        return ranks;
    }

    /// <summary>Spearman's rank correlation: Pearson's of the ranks; NaN where one side is constant, empty or has a NaN.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Correlation(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length) throw new ArgumentException($"A correlation needs as many y as x, but there are {y.Length} and {x.Length}.", nameof(y));
        if (HasNaN(x) || HasNaN(y)) return double.NaN;
        var (rankX, rankY) = (Of(x), Of(y));
        var (mean, covariance, varianceX, varianceY) = ((x.Length + 1) / 2.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < rankX.Length; i++)
        {
            var (a, b) = (rankX[i] - mean, rankY[i] - mean);
            covariance += a * b;
            varianceX += a * a;
            varianceY += b * b;
        }
        return covariance / Math.Sqrt(varianceX * varianceY);
    }

    private static bool HasNaN(ReadOnlySpan<double> values) => values.ContainsAnyExceptInRange(double.NegativeInfinity, double.PositiveInfinity);
}

/// <summary>Quantiles of values.</summary>
public static class Quantile
{
    /// <summary>By linear interpolation between the ordered values, as NumPy's default: place <paramref name="share"/> (n - 1) of 0 ... n - 1.</summary>
    /// <param name="ordered">[n], ascending; NaN, which sorts first, makes the result NaN.</param>
    /// <param name="share">In [0, 1]; 0.5 is the median.</param>
    /// <returns>NaN where there are no values.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is not in [0, 1].</exception>
    public static double OfOrdered<T>(ReadOnlySpan<T> ordered, double share)
        where T : IBinaryFloatingPointIeee754<T>
    {
        if (!(share >= 0 && share <= 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "The share of a quantile must lie in [0, 1].");
        if (ordered.IsEmpty || T.IsNaN(ordered[0])) return double.NaN;
        var place = share * (ordered.Length - 1);
        var below = (int)place;
        var (low, high) = (double.CreateChecked(ordered[below]), double.CreateChecked(ordered[Math.Min(below + 1, ordered.Length - 1)]));
        return low == high || place == below ? low : low + (place - below) * (high - low);
    }

    /// <inheritdoc cref="OfOrdered{T}(ReadOnlySpan{T}, double)"/>
    public static double OfOrdered(double[] ordered, double share) => OfOrdered<double>(ordered, share);
}
