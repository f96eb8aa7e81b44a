using MathNet.Numerics.Distributions;

namespace Quanta.Numerics.Statistics;

/// <summary>A mean over few independent values, such as seeds, with Student's interval.</summary>
/// <param name="Count">How many values.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Low">The interval's lower end; NaN for fewer than two values.</param>
/// <param name="High">Its upper end.</param>
/// <param name="Least">The least value.</param>
public readonly record struct MeanEstimate(int Count, double Mean, double Low, double High, double Least)
{
    /// <param name="values">[n]; NaN spoils the result.</param>
    /// <param name="confidence">In (0, 1).</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static MeanEstimate Of(IReadOnlyCollection<double> values, double confidence = 0.95)
    {
        if (values.Count == 0) throw new ArgumentException("A mean needs at least one value, but there are none.", nameof(values));
        var mean = values.Average();
        var half = double.NaN;
        if (values.Count > 1)
        {
            var error = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1) / values.Count);
            half = StudentT.InvCDF(0, 1, values.Count - 1, (1 + confidence) / 2) * error;
        }
        return new(values.Count, mean, mean - half, mean + half, values.Min());
    }
}
