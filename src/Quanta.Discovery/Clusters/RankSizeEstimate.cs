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
