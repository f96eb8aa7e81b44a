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
        _ when IsPairwiseCheaper(points, options.Clusters) => new PairwiseNearestCentre(points, options.Clusters),
        _ => new BoundedNearestCentre(points, options.Clusters),
    };

    /// <summary>A start adds about 3 n rows of n numbers pairwise; else it multiplies n d k numbers some fifteen times, less what the bounds spare.
    /// Measured, they meet near k d = n / 2.</summary>
    private static bool IsPairwiseCheaper(PointSet points, int k) => 2L * k * points.Dimensions > points.Count;
}
