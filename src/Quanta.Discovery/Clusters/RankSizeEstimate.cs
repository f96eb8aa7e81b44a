using Quanta.Discovery.Runs;
using Quanta.Numerics.Clustering;
using Quanta.Numerics.Statistics;

namespace Quanta.Discovery.Clusters;

/// <summary>The slope of cluster size over rank, over all cluster counts together: the paper's estimate of how often quanta are used (Michaud et al. 2023,
/// figure 15). If use is proportional to rank^-(1 + alpha), the slope is -(1 + alpha).</summary>
public sealed record RankSizeEstimate
{
    /// <summary>Least squares of ln size on ln rank over the envelope: at each rank the largest size over all counts. Null where fewer than two ranks lie in the window.</summary>
    public required double? Slope { get; init; }

    /// <summary>Lower end of the 95 % basic bootstrap interval over the tokens, which holds neither the clusterer's chance nor its bias.</summary>
    public required double? Low { get; init; }

    /// <summary>Upper end.</summary>
    public required double? High { get; init; }

    /// <summary>The ranks that were fitted, from 1.</summary>
    public required RankWindow Window { get; init; }

    /// <summary>The largest size at each rank.</summary>
    public required IReadOnlyList<int> Envelope { get; init; }

    /// <summary>What the same clusterer makes of matrices of known slope; null where it was not measured.</summary>
    public RankSizeBias? Bias { get; init; }
}

/// <summary>The estimator's error on planted matrices of the run's size and strength of similarity, whose clusters have the estimated slope.</summary>
/// <param name="PlantedSlope">The slope of the planted distribution.</param>
/// <param name="FoundSlopes">What the estimator says, a value for each matrix.</param>
/// <param name="Bias">Mean of these less the planted slope.</param>
/// <param name="CorrectedSlope">The run's slope less the bias.</param>
/// <param name="MeanAgreement">Mean adjusted Rand index of the clusterings with the planted clusters.</param>
public sealed record RankSizeBias(double PlantedSlope, IReadOnlyList<double> FoundSlopes, double Bias, double CorrectedSlope, double MeanAgreement);

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
        var estimate = Estimate(labels, options.Seed, computation, cancellation);
        return estimate.Slope is { } found && options.CalibrationMatrices > 0 ? estimate with { Bias = Calibrate(found, qualities) } : estimate;
    }

    /// <summary>The slope without its bias.</summary>
    public static RankSizeEstimate Estimate(IReadOnlyList<int[]> labels, ulong seed, Computation computation, CancellationToken cancellation)
    {
        var window = RankWindow.For(labels[0].Length);
        var slope = RankSizeSlope.Estimate(labels, window, seed: seed, threads: computation.Threads, cancellation: cancellation);
        return new RankSizeEstimate
        {
            Slope = FiniteNumber.OrNull(slope.Slope),
            Low = FiniteNumber.OrNull(slope.Low),
            High = FiniteNumber.OrNull(slope.High),
            Window = window,
            Envelope = slope.Envelope,
        };
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
