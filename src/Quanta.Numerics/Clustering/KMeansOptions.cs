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

    /// <summary>Names the random numbers; start r draws from stream r.</summary>
    public ulong Seed { get; init; }

    /// <summary>The number of threads to use; the result does not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>How the nearest centres are found; all ways give the same labels but for ties to rounding.</summary>
    public KMeansAlgorithm Algorithm { get; init; } = KMeansAlgorithm.Auto;

    /// <summary>Bytes that the inner products of all pairs of points (4 n^2) may take; above, distances are computed from coordinates.</summary>
    public long PairwiseMemory { get; init; } = 2L << 30;
}
