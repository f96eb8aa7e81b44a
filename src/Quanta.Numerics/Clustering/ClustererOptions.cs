namespace Quanta.Numerics.Clustering;

/// <summary>What every clusterer of <see cref="Clusterers"/> is told.</summary>
/// <param name="Counts">The numbers of clusters wanted, each 1 to n, in any order.</param>
/// <remarks>Clusterings are of <see cref="Counts"/> without <see cref="Known"/>.</remarks>
public sealed record ClustererOptions(IReadOnlyList<int> Counts)
{
    /// <summary>Starts of k-means, where it is used.</summary>
    public int Restarts { get; init; } = 30;

    /// <summary>Names the random numbers, where there are any.</summary>
    public ulong Seed { get; init; }

    /// <summary>Counts whose clusterings are at hand, from an interrupted job: they are not computed again, but count for the work that is shared.</summary>
    public IReadOnlySet<int> Known { get; init; } = new HashSet<int>();

    /// <summary>Is given each clustering when it is found, so that it can be saved before the others are.</summary>
    public Action<ClusterSet>? Found { get; init; }

    /// <summary>The number of threads to use; the labels do not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The clusterings of the counts that are not known, each handed to <see cref="Found"/> as it is made.</summary>
    internal ClusterSet[] Collect(Func<int, int[]> labelsOf)
    {
        var sets = new List<ClusterSet>();
        foreach (var count in Counts.Where(count => !Known.Contains(count)))
        {
            sets.Add(new ClusterSet(count, ClusterLabels.RankBySize(labelsOf(count))));
            Found?.Invoke(sets[^1]);
        }
        return [.. sets];
    }
}
