using Quanta.Numerics.Random;
using Quanta.Numerics.Statistics;

namespace Quanta.Scaling.Prediction;

/// <summary>How much smaller a method's mean absolute error is than another's on the same predictions, with a bootstrap interval.</summary>
/// <param name="Value">1 - error / error of the baseline: positive where the method is better.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Upper end.</param>
public sealed record Gain(double Value, double Low, double High)
{
    internal static Gain Zero => new(0, 0, 0);
}

/// <summary>The paired bootstrap of gains: units are drawn with replacement, each with all its errors under both methods.</summary>
internal static class PairedBootstrap
{
    private const double Tail = 0.025;

    /// <summary>The gain and its percentile interval.</summary>
    /// <param name="baseline">Sum of absolute errors of each unit under the baseline, [units].</param>
    /// <param name="method">The same under the method.</param>
    /// <param name="options">Resamples, seed and threads; resample r draws from one stream, so that methods are compared on the same draws.</param>
    public static Gain Of(double[] baseline, double[] method, PredictionOptions options)
    {
        var gains = new double[options.Resamples];
        Parallel.For(0, gains.Length, new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, r =>
        {
            var (random, errors, errorsOfBaseline) = (new Philox(options.Seed, StreamPurpose.ErrorResample.Stream(r)), 0.0, 0.0);
            for (var draw = 0; draw < baseline.Length; draw++)
            {
                var unit = random.NextInt32(baseline.Length);
                errors += method[unit];
                errorsOfBaseline += baseline[unit];
            }
            gains[r] = 1 - errors / errorsOfBaseline;
        });
        Array.Sort(gains);
        var value = 1 - method.Sum() / baseline.Sum();
        return new Gain(value, Quantile.OfOrdered(gains, Tail), Quantile.OfOrdered(gains, 1 - Tail));
    }
}
