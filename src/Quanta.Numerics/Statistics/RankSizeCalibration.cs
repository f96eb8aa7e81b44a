using Quanta.Numerics.Clustering;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Statistics;

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
