using Quanta.Numerics.Clustering;

namespace Quanta.Discovery.Clusters;

/// <summary>The members of each cluster of a labelling, clusters by rank and members in the order of the points.</summary>
public sealed class Clustering
{
    private readonly int[] _labels, _ranks;
    private readonly int[][] _members;

    /// <param name="labels">Any integers, [n]; our own files hold ranks.</param>
    public Clustering(int[] labels)
    {
        (_labels, _ranks) = (labels, ClusterLabels.RankBySize(labels));
        _members = [.. Enumerable.Range(0, labels.Length).GroupBy(i => _ranks[i]).OrderBy(g => g.Key).Select(g => g.ToArray())];
    }

    /// <summary>The number of clusters.</summary>
    public int Count => _members.Length;

    /// <summary>The points of the cluster of this rank (0 the largest; of equals, the one that appears first), ascending.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such cluster.</exception>
    public IReadOnlyList<int> Members(int rank)
    {
        if (rank < 0 || rank >= Count)
            throw new ArgumentOutOfRangeException(nameof(rank), $"There is no cluster {rank}: clusters are numbered from 0, the largest, to {Count - 1}.");
        return _members[rank];
    }

    /// <summary>The rank of the cluster that a point belongs to.</summary>
    public int RankOf(int point) => _ranks[point];

    /// <summary>The label that the members of the cluster of this rank carry.</summary>
    public int Label(int rank) => _labels[Members(rank)[0]];
}
