using Quanta.Numerics.Statistics;

namespace Quanta.Scaling.Intervals;

/// <summary>Natural parameters refitted to resamples.</summary>
/// <param name="Parameters">[resamples][k]; a resample whose fit is not finite is left out.</param>
/// <param name="Failed">How many were left out.</param>
public sealed record BootstrapSample(IReadOnlyList<double[]> Parameters, int Failed)
{
    /// <summary>Standard deviation of one quantity over the resamples; NaN for fewer than two.</summary>
    public double StandardError(Func<double[], double> quantity)
    {
        var values = Parameters.Select(quantity).ToArray();
        if (values.Length < 2) return double.NaN;
        var mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }

    /// <summary>The percentile interval of one quantity.</summary>
    public Interval Percentile(Func<double[], double> quantity, double confidence)
    {
        var ordered = Parameters.Select(quantity).Order().ToArray();
        return new Interval(Quantile.OfOrdered(ordered, (1 - confidence) / 2), Quantile.OfOrdered(ordered, (1 + confidence) / 2));
    }
}
