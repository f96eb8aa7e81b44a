using MathNet.Numerics.Distributions;

namespace Quanta.Numerics.Statistics;

/// <summary>y = Intercept + Slope x by ordinary least squares, unweighted, in float64.</summary>
/// <param name="Intercept">y at x = 0.</param>
/// <param name="Slope">The growth of y for each unit of x.</param>
/// <param name="SlopeError">The slope's standard error, if y scatters about the line independently and with one variance; NaN for fewer than three
/// points.</param>
/// <param name="RSquared">The share of y's variance that the line explains; NaN where all y are equal.</param>
/// <param name="Points">How many points were fitted.</param>
public readonly record struct StraightLine(double Intercept, double Slope, double SlopeError, double RSquared, int Points)
{
    /// <summary>The line's height at x.</summary>
    public double At(double x) => Intercept + Slope * x;

    /// <summary>Student's interval of the slope with Points - 2 degrees of freedom, under what <see cref="SlopeError"/> assumes; NaN for fewer than three
    /// points.</summary>
    /// <param name="confidence">In (0, 1).</param>
    public (double Low, double High) SlopeInterval(double confidence = 0.95)
    {
        var half = Points > 2 ? StudentT.InvCDF(0, 1, Points - 2, (1 + confidence) / 2) * SlopeError : double.NaN;
        return (Slope - half, Slope + half);
    }

    /// <summary>Fits.</summary>
    /// <param name="x">[n].</param>
    /// <param name="y">[n].</param>
    /// <returns>NaN where fewer than two x differ, or a value is not finite.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static StraightLine Fit(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var n = x.Length;
        if (y.Length != n) throw new ArgumentException($"A fit needs as many y as x, but there are {y.Length} y and {n} x.", nameof(y));
        if (!Differ(x)) return new StraightLine(double.NaN, double.NaN, double.NaN, double.NaN, n);
        var (meanX, meanY) = (Mean(x), Mean(y));
        var (scaleX, scaleY) = (PowerOfSpread(x, meanX), PowerOfSpread(y, meanY));
        var (xx, xy, yy, scatter) = (0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < n; i++)
        {
            var (dx, dy) = ((x[i] - meanX) / scaleX, (y[i] - meanY) / scaleY);
            (xx, xy, yy) = (xx + dx * dx, xy + dx * dy, yy + dy * dy);
        }
        var slope = xy / xx;
        for (var i = 0; i < n; i++)
        {
            var residual = (y[i] - meanY) / scaleY - slope * ((x[i] - meanX) / scaleX);
            scatter += residual * residual;
        }
        var error = n > 2 ? Math.Sqrt(scatter / (n - 2) / xx) : double.NaN;
        var unit = scaleY / scaleX;
        return new StraightLine(meanY - slope * unit * meanX, slope * unit, error * unit, Differ(y) ? xy * xy / (xx * yy) : double.NaN, n);
    }

    /// <summary>The weights w of which the slope is the sum of w y, for many y over the same x; the sum of their squares is one over the sum of squared
    /// deviations of x.</summary>
    /// <param name="x">[n].</param>
    /// <returns>[n].</returns>
    /// <exception cref="ArgumentException">Fewer than two x differ, or one is not finite.</exception>
    public static double[] SlopeWeights(ReadOnlySpan<double> x)
    {
        var mean = Mean(x);
        if (!Differ(x) || !double.IsFinite(mean))
            throw new ArgumentException($"A line needs at least two different, finite x, but has [{string.Join(", ", x.ToArray())}].", nameof(x));
        double[] deviations = [.. x.ToArray().Select(value => value - mean)];
        var spread = deviations.Sum(deviation => deviation * deviation);
        return [.. deviations.Select(deviation => deviation / spread)];
    }

    // Not by the variance: the mean of equal values may differ from them by rounding.
    private static bool Differ(ReadOnlySpan<double> values) => values.Length > 1 && values.ContainsAnyExcept(values[0]);

    /// <summary>The mean, corrected once for what its sum rounded away.</summary>
    private static double Mean(ReadOnlySpan<double> values)
    {
        var mean = 0.0;
        for (var pass = 0; pass < 2; pass++)
        {
            var rest = 0.0;
            foreach (var value in values) rest += (value - mean) / values.Length;
            mean += rest;
        }
        return mean;
    }

    /// <summary>The power of two of the largest distance from the mean, so that no square over- or underflows; 1 where there is none.</summary>
    private static double PowerOfSpread(ReadOnlySpan<double> values, double mean)
    {
        var largest = 0.0;
        foreach (var value in values) largest = Math.Max(largest, Math.Abs(value - mean));
        return largest > 0 && double.IsFinite(largest) ? Math.ScaleB(1, Math.Max(Math.ILogB(largest), -1000)) : 1;
    }
}
