namespace Quanta.Numerics.Clustering.Internals;

/// <summary>Makes the chosen way to find nearest centres.</summary>
internal static class NearestCentres
{
    public static INearestCentre Create(PointSet points, KMeansOptions options) => options.Algorithm switch
    {
        KMeansAlgorithm.Plain => new PlainNearestCentre(points),
        KMeansAlgorithm.Bounds => new BoundedNearestCentre(points, options.Clusters),
        _ when points.InnerProducts is null => new BoundedNearestCentre(points, options.Clusters),
        KMeansAlgorithm.Pairwise => new PairwiseNearestCentre(points, options.Clusters),
        _ => IsPairwiseCheaper(points, options.Clusters) ? new PairwiseNearestCentre(points, options.Clusters) : new BoundedNearestCentre(points, options.Clusters),
    };

    /// <summary>A start sums about 3 n rows of n numbers pairwise, at the speed of memory; else it multiplies n d k numbers some fifteen times, at that of arithmetic.</summary>
    private static bool IsPairwiseCheaper(PointSet points, int k) => (long)k * points.Dimensions > 4L * points.Count;
}
