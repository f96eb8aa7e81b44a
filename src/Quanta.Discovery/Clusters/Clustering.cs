namespace Quanta.Discovery.Clusters;

/// <summary>The members of each cluster of a labelling, clusters by rank and members in the order of the points.</summary>
public sealed class Clustering
{
    private readonly int[][] _members;

    /// <param name="labels">Labels ranked by size, 0 the largest, [n].</param>
    public Clustering(ReadOnlySpan<int> labels)
    {
        var members = new List<List<int>>();
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] < 0 || labels[i] >= labels.Length)
                throw new ArgumentException($"A label must be from 0 to {labels.Length - 1}, but label {i} is {labels[i]}.", nameof(labels));
            while (members.Count <= labels[i]) members.Add([]);
            members[labels[i]].Add(i);
        }
        _members = [.. members.Select(m => m.ToArray())];
    }

    public int Count => _members.Length;

    /// <summary>The points of the cluster of this rank, ascending.</summary>
    public IReadOnlyList<int> Members(int rank) => _members[rank];

    public IEnumerable<int> Sizes => _members.Select(m => m.Length);
}
