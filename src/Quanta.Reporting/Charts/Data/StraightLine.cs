namespace Quanta.Reporting.Charts;

/// <summary>
/// The ordinary least squares line y = Intercept + Slope·x through points, unweighted, in whatever coordinates the points were given.
/// </summary>
/// <param name="Intercept">The line's height at x = 0.</param>
/// <param name="Slope">The line's rise per unit of x.</param>
/// <param name="Points">How many points it was fitted to.</param>
public readonly record struct StraightLine(double Intercept, double Slope, int Points)
{
    /// <summary>The line's height at x.</summary>
    public double At(double x) => Intercept + Slope * x;

    /// <summary>Fits the line. Fewer than two distinct x give NaN; so does any NaN among the points.</summary>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public static StraightLine Fit(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count != y.Count) throw new ArgumentException($"A fit needs as many y as x, but there are {y.Count} y and {x.Count} x.", nameof(y));
        if (x.Count < 2) return new StraightLine(double.NaN, double.NaN, x.Count);
        var (meanX, meanY) = (x.Average(), y.Average());
        double covariance = 0, variance = 0;
        for (var i = 0; i < x.Count; i++)
        {
            covariance += (x[i] - meanX) * (y[i] - meanY);
            variance += (x[i] - meanX) * (x[i] - meanX);
        }
        var slope = variance > 0 ? covariance / variance : double.NaN;
        return new StraightLine(meanY - slope * meanX, slope, x.Count);
    }

    /// <summary>Fits ln y = ln c + a·ln x, so that y = c·x^a: the field's "log-log fit". Values that are not positive give NaN.</summary>
    public static StraightLine FitPowerLaw(IReadOnlyList<double> x, IReadOnlyList<double> y) =>
        Fit([.. x.Select(value => Math.Log(value))], [.. y.Select(value => Math.Log(value))]);
}
