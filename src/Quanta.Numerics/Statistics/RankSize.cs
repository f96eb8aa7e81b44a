using Quanta.Numerics.Clustering;
using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Products;
using Quanta.Numerics.Random;

namespace Quanta.Numerics.Statistics;

/// <summary>Cluster sizes by rank, and the slope of their logarithms: the published estimate of the distribution of quanta.</summary>
/// <remarks>Michaud et al. 2023, arXiv:2303.13506, figure 15: were size proportional to rank^-(1 + alpha), the slope would be -(1 + alpha). On
/// planted clusters the estimate
/// is biased by an amount that depends on the similarities; see <see cref="RankSizeCalibration"/>.</remarks>
public static class RankSize
{
    /// <summary>The sizes of one clustering, descending.</summary>
    /// <param name="labels">[n], each at least 0.</param>
    public static int[] Sizes(ReadOnlySpan<int> labels) => [.. ClusterLabels.Sizes(labels).Where(size => size > 0).OrderDescending()];

    /// <summary>For each rank, the largest size at that rank over several clusterings.</summary>
    /// <param name="sizes">Each descending, of any lengths.</param>
    /// <returns>[the longest length], descending.</returns>
    public static int[] Envelope(IEnumerable<int[]> sizes)
    {
        var envelope = Array.Empty<int>();
        foreach (var one in sizes)
        {
            if (one.Length > envelope.Length) Array.Resize(ref envelope, one.Length);
            for (var rank = 0; rank < one.Length; rank++) envelope[rank] = Math.Max(envelope[rank], one[rank]);
        }
        return envelope;
    }

    /// <summary>Least squares of ln size on ln rank.</summary>
    /// <param name="sizes">Descending, the largest first; sizes of 0 end them.</param>
    /// <param name="window">Which ranks count.</param>
    /// <returns>Size over rank; NaN where fewer than two ranks lie in the window.</returns>
    public static PowerLaw Fit(ReadOnlySpan<int> sizes, RankWindow window)
    {
        var last = window.First - 1;
        while (last < Math.Min(window.Last, sizes.Length) && sizes[last] > 0) last++;
        var (ranks, heights) = (new double[last - window.First + 1], new double[last - window.First + 1]);
        for (var i = 0; i < ranks.Length; i++) (ranks[i], heights[i]) = (window.First + i, sizes[window.First - 1 + i]);
        return PowerLaw.Fit(ranks, heights);
    }
}

/// <summary>The ranks, counted from 1, that a rank-size fit takes.</summary>
/// <param name="First">At least 1.</param>
/// <param name="Last">Included; ranks beyond the last cluster do not count.</param>
public readonly record struct RankWindow(int First, int Last)
{
    /// <summary>The published window: positions 100 to 999 of the envelope.</summary>
    public static RankWindow Published => new(101, 1000);

    /// <summary>The published window for the published 10,000 points, and the same share of the ranks for other numbers.</summary>
    /// <param name="points">n.</param>
    public static RankWindow For(int points) => new(points / 100 + 1, Math.Max(points / 10, 1));
}

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

/// <summary>What the rank-size estimator makes of clusters whose distribution is known.</summary>
/// <param name="TrueSlope">Minus the exponent that sizes were planted with.</param>
/// <param name="PlantedSlopes">[matrices]: the fit to the planted sizes themselves, over the same window: what a perfect clusterer would
/// give.</param>
/// <param name="FoundSlopes">[matrices]: the fit to the envelope of the clusterings found.</param>
/// <param name="Agreements">[matrices]: adjusted Rand index of the clustering nearest to the planted number of clusters.</param>
public sealed record RankSizeCalibration(
    double TrueSlope, IReadOnlyList<double> PlantedSlopes, IReadOnlyList<double> FoundSlopes, IReadOnlyList<double> Agreements)
{
    /// <summary>Mean found slope less the true one: subtract it from an estimate made on matrices like these.</summary>
    public double Bias => FoundSlopes.Average() - TrueSlope;

    /// <summary>Plants matrices, clusters them as the real one was, and fits.</summary>
    /// <param name="planted">Size, similarity strength and exponent to imitate; matrix m has seed planted.Seed + m.</param>
    /// <param name="matrices">How many, at least 1.</param>
    /// <param name="clusterer">As for the real matrix.</param>
    /// <param name="options">As for the real matrix.</param>
    /// <param name="angular">Whether the clusterer gets angular similarities, or the cosines.</param>
    /// <param name="window">Which ranks count.</param>
    /// <param name="product">Multiplies matrices.</param>
    /// <param name="progress">Fraction done.</param>
    /// <param name="cancellation">Stops early.</param>
    public static RankSizeCalibration Run(
        PlantedClustersOptions planted, int matrices, IClusterer clusterer, ClustererOptions options, bool angular, RankWindow window,
        IMatrixProduct product,
        IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(matrices, 1);
        var (plantedSlopes, foundSlopes, agreements) = (new List<double>(), new List<double>(), new List<double>());
        for (var m = 0; m < matrices; m++)
        {
            using var matrix = PlantedClusters.Create(planted with { Seed = planted.Seed + (ulong)m }, product);
            if (angular) AngularAffinity.Apply(matrix.Cosines.View, options.Threads);
            var found = clusterer.Cluster(matrix.Cosines.View, options, product, progress: null, cancellation).Clusterings;
            plantedSlopes.Add(RankSize.Fit(RankSize.Sizes(matrix.Labels), window).Exponent);
            foundSlopes.Add(RankSize.Fit(RankSize.Envelope(found.Select(set => RankSize.Sizes(set.Labels))), window).Exponent);
            agreements.Add(ClusterAgreement.AdjustedRandIndex(matrix.Labels, found.MinBy(set => Math.Abs(set.Count - planted.Clusters))!.Labels));
            progress?.Report((m + 1.0) / matrices);
        }
        return new RankSizeCalibration(-planted.Exponent, plantedSlopes, foundSlopes, agreements);
    }
}
