namespace Quanta.Numerics.Clustering.Internals;

/// <summary>One way to find each point's nearest centre.</summary>
internal interface INearestCentre : IDisposable
{
    /// <summary>Takes note that the centres have moved.</summary>
    void Update(Centroids centroids, CentroidEdits edits);

    /// <summary>Writes the nearest centre of each point, the lowest of equals.</summary>
    /// <param name="centroids">The centres of the last update.</param>
    /// <param name="labels">[n]: on entry those of the last call, any at the first; overwritten.</param>
    void Assign(Centroids centroids, Span<int> labels);
}

/// <summary>Chooses and makes the ways to find nearest centres.</summary>
internal static class NearestCentres
{
    public static INearestCentre Create(PointSet points, KMeansOptions options) => options.Algorithm switch
    {
        KMeansAlgorithm.Plain => new PlainNearestCentre(points),
        KMeansAlgorithm.Bounds => new BoundedNearestCentre(points, options.Clusters),
        _ when points.SquaredDistances is null => new BoundedNearestCentre(points, options.Clusters),
        KMeansAlgorithm.Pairwise => new PairwiseNearestCentre(points, options.Clusters),
        _ when IsPairwiseCheaper(points, options.Clusters) => new PairwiseNearestCentre(points, options.Clusters),
        _ => new BoundedNearestCentre(points, options.Clusters),
    };

    /// <summary>Whether the squared distances of all pairs fit into the memory for them and save more than they cost, to the iteration or to its starts, which
    /// ask for the distances of some candidates for each centre.</summary>
    public static bool NeedsPairs(PointSet points, KMeansOptions options) =>
        options.Algorithm is KMeansAlgorithm.Auto or KMeansAlgorithm.Pairwise
        && KMeansMemory.AllowsPairs(points, options)
        && (options.Algorithm == KMeansAlgorithm.Pairwise || IsPairwiseCheaper(points, options.Clusters)
            || (long)options.Restarts * options.Clusters * KMeansPlusPlus.Candidates(options.Clusters) > points.Count);

    /// <summary>A start adds about 3 n rows of n numbers pairwise; else it multiplies n d k numbers some fifteen times, less what the bounds spare.
    /// Measured, they meet near k d = n / 2.</summary>
    private static bool IsPairwiseCheaper(PointSet points, int k) => 2L * k * points.Dimensions > points.Count;
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

/// <summary>The bytes of what k-means holds. Legend: n points, d coordinates, k centres.</summary>
internal static class KMeansMemory
{
    /// <summary>The points and what is kept for each.</summary>
    public static long Points(int n, int d) => 4L * n * d + 64L * n;

    /// <summary>One start that computes distances from coordinates: centres and their sums, bounds, a batch of points.</summary>
    public static long StartFromCoordinates(int n, int d, int k) => Start(n, d, k) + 16L * n + 2048L * (d + k) + 2048L * k;

    /// <summary>One start on pairs: centres and their sums, and a row of n sums for each centre.</summary>
    public static long StartFromPairs(int n, int d, int k) => Start(n, d, k) + 4L * n * k;

    public static bool AllowsPairs(PointSet points, KMeansOptions options)
    {
        var (n, d) = (points.Count, points.Dimensions);
        return Points(n, d) + Pairs(n, d, options.Threads) + StartFromPairs(n, d, options.Clusters) <= options.MemoryBytes;
    }

    /// <summary>How many starts may run at once.</summary>
    public static int StartsAtOnce(PointSet points, KMeansOptions options)
    {
        var (n, d, k) = (points.Count, points.Dimensions, options.Clusters);
        var hasPairs = points.SquaredDistances is not null;
        var free = options.MemoryBytes - Points(n, d) - (hasPairs ? Pairs(n, d, 0) : 0);
        return (int)Math.Clamp(free / (hasPairs ? StartFromPairs(n, d, k) : StartFromCoordinates(n, d, k)), 1, options.Threads);
    }

    private static long Pairs(int n, int d, int threads) => 4L * n * n + threads * 4096L * (d + 256);

    private static long Start(int n, int d, int k) => 16L * k * d + 64L * n + 64L * k;
}
