using System.Numerics;

namespace Quanta.Numerics.Statistics;

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
