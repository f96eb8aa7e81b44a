using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Random;

namespace Quanta.Numerics.Statistics;

/// <summary>The rank-size slope of several clusterings of the same points, with its sampling error.</summary>
/// <param name="Slope">Of the envelope, over the window.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
/// <param name="Envelope">The largest size at each rank.</param>
public sealed record RankSizeSlope(double Slope, double Low, double High, IReadOnlyList<int> Envelope)
{
    /// <summary>Fits the envelope and draws the points anew, with replacement, for a basic bootstrap interval.</summary>
    /// <remarks>The clusters stay as they are: the interval holds the luck of which points were sampled, not that of the clustering, nor the
    /// clusterer's bias. Sorting noisy sizes makes them look steeper or flatter than the distribution is; the basic interval, 2 slope - quantile, takes
    /// this off once, where a percentile interval would add it again, so the interval may lie beside the slope. Where the sizes in the window are of a
    /// few points only, that is not enough, and <see cref="RankSizeCalibration"/> must be asked.</remarks>
    /// <param name="labelings">Each [n], of the same points.</param>
    /// <param name="window">Which ranks count.</param>
    /// <param name="resamples">How often the points are drawn anew.</param>
    /// <param name="seed">Names the random numbers; resample r draws from the r-th stream for these.</param>
    /// <param name="confidence">Of the interval, in (0, 1).</param>
    /// <param name="threads">The number of threads to use; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between resamples.</param>
    public static RankSizeSlope Estimate(
        IReadOnlyList<int[]> labelings, RankWindow window, int resamples = 1000, ulong seed = 0, double confidence = 0.95, int threads = 1,
        CancellationToken cancellation = default)
    {
        if (labelings.Count == 0 || labelings.Any(labels => labels.Length != labelings[0].Length))
            throw new ArgumentException("A rank-size slope needs at least one clustering, and all of the same points.", nameof(labelings));
        var envelope = RankSize.Envelope(labelings.Select(labels => RankSize.Sizes(labels)));
        var slopes = new double[resamples];
        Workers.Run(resamples, threads, r => slopes[r] = Resample(labelings, window, new Philox(seed, StreamPurpose.RankSizeResample.Stream(r))), cancellation);
        var finite = slopes.Where(double.IsFinite).Order().ToArray();
        var tail = (1 - confidence) / 2;
        var slope = RankSize.Fit(envelope, window).Exponent;
        return new RankSizeSlope(slope, 2 * slope - Quantile.OfOrdered(finite, 1 - tail), 2 * slope - Quantile.OfOrdered(finite, tail), envelope);
    }

    private static double Resample(IReadOnlyList<int[]> labelings, RankWindow window, Philox random)
    {
        var times = new int[labelings[0].Length];
        for (var draw = 0; draw < times.Length; draw++) times[random.NextInt32(times.Length)]++;
        var envelope = RankSize.Envelope(labelings.Select(labels =>
        {
            var sizes = new int[labels.Max() + 1];
            for (var i = 0; i < labels.Length; i++) sizes[labels[i]] += times[i];
            Array.Sort(sizes, (a, b) => b.CompareTo(a));
            return sizes;
        }));
        return RankSize.Fit(envelope, window).Exponent;
    }
}
