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

/// <summary>One way to find each point's nearest centre. Implementations stand in <see cref="NearestCentres"/>.</summary>
internal interface INearestCentre : IDisposable
{
    /// <summary>Takes note that the centres have moved.</summary>
    void Update(Centroids centroids, CentroidEdits edits);

    /// <summary>Writes the nearest centre of each point, the lowest of equals.</summary>
    /// <param name="centroids">The centres of the last update.</param>
    /// <param name="labels">[n]: on entry those of the last call, any at the first; overwritten.</param>
    void Assign(Centroids centroids, Span<int> labels);
}

/// <summary>Every distance, in float64.</summary>
internal sealed class PlainNearestCentre(PointSet points) : INearestCentre
{
    public void Update(Centroids centroids, CentroidEdits edits)
    {
    }

    public void Assign(Centroids centroids, Span<int> labels)
    {
        for (var i = 0; i < points.Count; i++)
        {
            var nearest = double.PositiveInfinity;
            for (var c = 0; c < centroids.Count; c++)
            {
                var distance = centroids.SquaredDistance(i, c);
                if (!(distance < nearest)) continue;
                (nearest, labels[i]) = (distance, c);
            }
        }
    }

    public void Dispose()
    {
    }
}
