using Quanta.Discovery.Runs;
using Quanta.Numerics.Clustering;
using Quanta.Numerics.Statistics;

namespace Quanta.Discovery.Clusters;

/// <summary>Estimates the slope of cluster size over rank, and its bias.</summary>
/// <param name="options">How the clusters were made.</param>
/// <param name="labels">For each count, [n].</param>
/// <param name="computation">What computes.</param>
/// <param name="observer">Is told of progress.</param>
/// <param name="cancellation">Stops between resamples and clusterings.</param>
internal sealed class RankSizeJob(
    ClusterOptions options, IReadOnlyList<int[]> labels, Computation computation, IStageObserver observer, CancellationToken cancellation)
{
    private const int Percent = 100;

    /// <summary>Vectors of planted matrices have so many dimensions: enough that centres are nearly orthogonal.</summary>
    private const int PlantedDimensions = 512;

    private readonly RankWindow _window = RankWindow.For(labels[0].Length);

    /// <summary>The bytes of a planted matrix's vectors.</summary>
    public static long PlantedBytes(int points) => sizeof(float) * (long)points * PlantedDimensions;

    /// <param name="qualities">For each count: they say how strong similarities are.</param>
    public RankSizeEstimate Run(IReadOnlyList<ClusteringQuality> qualities)
    {
        var slope = RankSizeSlope.Estimate(labels, _window, seed: options.Seed, threads: computation.Threads, cancellation: cancellation);
        var estimate = new RankSizeEstimate
        {
            Slope = FiniteNumber.OrNull(slope.Slope),
            Low = FiniteNumber.OrNull(slope.Low),
            High = FiniteNumber.OrNull(slope.High),
            Window = _window,
            Envelope = slope.Envelope,
        };
        return estimate.Slope is { } found && options.CalibrationMatrices > 0 ? estimate with { Bias = Calibrate(found, qualities) } : estimate;
    }

    private RankSizeBias? Calibrate(double slope, IReadOnlyList<ClusteringQuality> qualities)
    {
        if (Planted(slope, qualities) is not { } planted) return null;
        using var progress = observer.Begin("rank-size bias", Percent, "percent");
        var calibration = RankSizeCalibration.Run(
            planted, options.CalibrationMatrices, Clusterers.Get(options.Clusterer), Search(), options.Affinity == Affinity.Angular, _window,
            computation.Product, new FractionProgress(progress, Percent), cancellation);
        return new RankSizeBias(calibration.TrueSlope, calibration.FoundSlopes, calibration.Bias, slope - calibration.Bias, calibration.Agreements.Average());
    }

    /// <summary>Planted matrices may have fewer points than the whole, where some are isolated.</summary>
    private ClustererOptions Search() => options.Search(computation) with
    {
        Counts = [.. options.Counts.Where(count => count <= labels[0].Length).DefaultIfEmpty(labels[0].Length)],
        MemoryBytes = ClusterMemory.Left(labels[0].Length, options, computation),
    };

    /// <summary>Matrices as large as this one, with as many clusters, as similar within and between, as the clustering with the best silhouette has.</summary>
    private PlantedClustersOptions? Planted(double slope, IReadOnlyList<ClusteringQuality> qualities)
    {
        if (qualities.MaxBy(quality => quality.Silhouette ?? double.NegativeInfinity) is not { WithinSimilarity: > 0 and { } within, BetweenSimilarity: { } between } best)
            return null;
        var background = Math.Clamp(between / within, 0, 0.99);
        return new PlantedClustersOptions(labels[0].Length, best.Count, PlantedDimensions, PlantedClustersOptions.NoiseForCosine(Math.Min(within, 1)))
        {
            Exponent = -slope,
            Background = background,
            Seed = options.Seed,
            Threads = computation.Threads,
        };
    }
}
