namespace Quanta.Numerics.Clustering;

/// <summary>What every clusterer of <see cref="Clusterers"/> is told.</summary>
/// <param name="Counts">The numbers of clusters wanted, each 1 to n, in any order.</param>
public sealed record ClustererOptions(IReadOnlyList<int> Counts)
{
    /// <summary>Starts of k-means, where it is used.</summary>
    public int Restarts { get; init; } = 30;

    /// <summary>Names the random numbers, where there are any.</summary>
    public ulong Seed { get; init; }

    /// <summary>The number of threads to use; the labels do not depend on it.</summary>
    public int Threads { get; init; } = 1;
}
