namespace Quanta.Numerics.Clustering;

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
