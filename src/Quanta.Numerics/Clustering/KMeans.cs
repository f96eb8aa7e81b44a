using Quanta.Numerics.Clustering.Internals;
using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Clustering;

/// <summary>k-means: greedy k-means++ starts and Lloyd's iteration, as scikit-learn 1.2's KMeans(algorithm="lloyd").</summary>
/// <remarks>Distances, centres, inertia and stopping are float64, and neither the scale nor the origin of the points matters. A cluster that loses all its points takes the point that
/// lies farthest from its centre. Differs from the source: random numbers are our own, one stream a start, so that labels match up to
/// permutation and luck only, and a point that is alone in its cluster is never taken away from it.</remarks>
public static class KMeans
{
    /// <summary>Clusters points.</summary>
    /// <param name="points">[n, d], finite, unit column stride; not changed.</param>
    /// <param name="options">How many clusters, how many starts.</param>
    /// <param name="progress">Fraction of the starts that have ended.</param>
    /// <param name="cancellation">Stops between iterations.</param>
    /// <exception cref="ArgumentException">The points are not finite, or k does not lie in 1 ... n.</exception>
    public static KMeansResult Cluster(
        MatrixView points, KMeansOptions options, IProgress<double>? progress = null, CancellationToken cancellation = default) =>
        Cluster(points, options, [options.Seed], progress, cancellation)[0];

    /// <summary>Clusters points with each of several seeds, as one call for each would, sharing what does not depend on the seed.</summary>
    /// <param name="points">[n, d], finite, unit column stride; not changed.</param>
    /// <param name="options">How many clusters, how many starts for each seed.</param>
    /// <param name="seeds">Take the place of the options' seed.</param>
    /// <param name="progress">Fraction of all starts that have ended.</param>
    /// <param name="cancellation">Stops between iterations.</param>
    /// <exception cref="ArgumentException">The points are not finite, or k does not lie in 1 ... n.</exception>
    public static KMeansResult[] Cluster(
        MatrixView points, KMeansOptions options, IReadOnlyList<ulong> seeds, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        Check(points, options);
        using var set = new PointSet(points, options);
        var starts = new KMeansResult[seeds.Count * options.Restarts];
        var ended = 0;
        Workers.Run(starts.Length, KMeansMemory.StartsAtOnce(set, options), number =>
        {
            var (seed, start) = (seeds[number / options.Restarts], number % options.Restarts);
            starts[number] = LloydIteration.Run(set, options with { Seed = seed }, start, cancellation);
            progress?.Report((double)Interlocked.Increment(ref ended) / starts.Length);
        }, cancellation);
        return [.. starts.Chunk(options.Restarts).Select(ofSeed => ofSeed.MinBy(start => start.Inertia)!)
            .Select(best => best with { Inertia = Math.ScaleB(best.Inertia, 2 * set.Exponent) })];
    }

    /// <summary>The bytes that clustering n points of d coordinates takes, whatever is allowed, beyond the points given.</summary>
    public static long LeastBytes(int points, int dimensions, KMeansOptions options) =>
        KMeansMemory.Points(points, dimensions) + KMeansMemory.StartFromCoordinates(points, dimensions, options.Clusters);

    private static void Check(MatrixView points, KMeansOptions options)
    {
        if (options.Clusters < 1 || options.Clusters > points.RowCount)
            throw new ArgumentException($"{points.RowCount} points can form 1 to {points.RowCount} clusters, but {options.Clusters} were asked for.",
                nameof(options));
        if (options.Restarts < 1)
            throw new ArgumentException($"k-means needs at least one start, but {options.Restarts} were asked for.", nameof(options));
        if (points.ColumnStride != 1)
            throw new ArgumentException($"The points must have unit column stride, but it is {points.ColumnStride}.", nameof(points));
        var (row, column) = MatrixScan.FirstNotFinite(points, options.Threads);
        if (row >= 0)
            throw new ArgumentException($"The points must be finite, but coordinate {column} of point {row} is {points[row, column]}.",
                nameof(points));
    }
}
