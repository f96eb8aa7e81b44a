namespace Quanta.Numerics.Clustering;

/// <summary>The merges of a hierarchical clustering of n points.</summary>
public sealed class Dendrogram
{
    private readonly int _points;

    internal Dendrogram(int points, IEnumerable<Merge> merges)
    {
        _points = points;
        Merges = [.. merges.OrderByDescending(merge => merge.Similarity)];
    }

    /// <summary>[n - 1], by ascending height.</summary>
    public IReadOnlyList<Merge> Merges { get; }

    /// <summary>The clustering into the given number of clusters: all merges but the last <paramref name="count"/> - 1.</summary>
    /// <returns>[n]: 0 to count - 1, in the order of first appearance.</returns>
    /// <exception cref="ArgumentException">The count does not lie in 1 ... n.</exception>
    public int[] Cut(int count)
    {
        if (count < 1 || count > _points)
            throw new ArgumentException($"{_points} points can form 1 to {_points} clusters, but {count} were asked for.", nameof(count));
        var parent = Enumerable.Range(0, _points).ToArray();
        foreach (var merge in Merges.Take(_points - count)) parent[Root(parent, merge.First)] = Root(parent, merge.Second);
        var numbers = new Dictionary<int, int>();
        var labels = new int[_points];
        for (var i = 0; i < _points; i++)
        {
            var root = Root(parent, i);
            if (!numbers.TryGetValue(root, out var number)) numbers[root] = number = numbers.Count;
            labels[i] = number;
        }
        return labels;
    }

    private static int Root(int[] parent, int i)
    {
        while (parent[i] != i) i = parent[i] = parent[parent[i]];
        return i;
    }
}

/// <summary>One step of a hierarchical clustering.</summary>
/// <param name="First">A point of one of the two clusters.</param>
/// <param name="Second">A point of the other.</param>
/// <param name="Similarity">Of the two clusters: the mean or the least of their pairs' similarities.</param>
public readonly record struct Merge(int First, int Second, float Similarity)
{
    /// <summary>The distance of the two clusters, 1 - similarity.</summary>
    public double Height => 1.0 - Similarity;
}
