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

/// <summary>How k-means searches; the defaults are scikit-learn's, with the published 30 restarts.</summary>
/// <param name="Clusters">k: 1 to the number of points.</param>
public sealed record KMeansOptions(int Clusters)
{
    /// <summary>Independent starts; the one of least inertia wins, the earliest of equals.</summary>
    public int Restarts { get; init; } = 30;

    /// <summary>Assignments after which a start gives up.</summary>
    public int MaxIterations { get; init; } = 300;

    /// <summary>A start ends when the centres together move by at most this, squared, in units of the mean variance of the coordinates.</summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>Names the random numbers; each start draws from a stream of its own.</summary>
    public ulong Seed { get; init; }

    /// <summary>The number of threads to use; the result does not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>How the nearest centres are found; all ways give the same labels.</summary>
    public KMeansAlgorithm Algorithm { get; init; } = KMeansAlgorithm.Auto;

    /// <summary>Bytes to hold beyond the given points. Where they do not allow the squared distances of all pairs (4 n^2), distances are computed from
    /// coordinates; where they do not allow a start for each thread, fewer starts run at once. Neither changes a label; <see cref="KMeans.LeastBytes"/> are
    /// taken in any case.</summary>
    public long MemoryBytes { get; init; } = 4L << 30;
}

/// <summary>Ways to find each point's nearest centre. Legend: n points, d coordinates, k centres.</summary>
public enum KMeansAlgorithm
{
    /// <summary><see cref="Pairwise"/> where its memory is allowed and it is the cheaper, else <see cref="Bounds"/>.</summary>
    Auto,

    /// <summary>Every distance in float64, O(n k d) an iteration: the definition, and the oracle of the others.</summary>
    Plain,

    /// <summary>Hamerly 2010, "Making k-means even faster": two bounds a point and the triangle inequality spare the points whose nearest centre
    /// cannot have
    /// changed; the others are multiplied with all centres at once. O(n) memory. Wins where k d is small beside n.</summary>
    Bounds,

    /// <summary>The squared distances of all points to a centre are a mean of rows of the matrix of squared distances of points, so a point that changes
    /// its cluster costs O(n), whatever d is; an iteration costs O(n k) and O(n) for each point that moved. n^2 + n k memory. Wins where k d is
    /// large beside n.</summary>
    Pairwise,
}

/// <summary>The best clustering of all starts.</summary>
/// <param name="Labels">[n]: 0 to k - 1, in the order in which the centres were drawn; see <see cref="ClusterLabels.RankBySize"/>.</param>
/// <param name="Inertia">Sum of squared distances to the nearest centre, in float64.</param>
/// <param name="Iterations">Of the winning start.</param>
/// <param name="Start">Which start won.</param>
/// <param name="Status">Why the winning start stopped.</param>
public sealed record KMeansResult(int[] Labels, double Inertia, int Iterations, int Start, KMeansStatus Status);

/// <summary>Why k-means stopped.</summary>
public enum KMeansStatus
{
    /// <summary>No label changed any more.</summary>
    Converged,

    /// <summary>The centres moved by less than the tolerance.</summary>
    WithinTolerance,

    /// <summary>The iterations ran out; more of them may lower the inertia.</summary>
    IterationsExhausted,
}
