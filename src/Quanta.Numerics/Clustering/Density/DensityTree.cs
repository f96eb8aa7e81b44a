namespace Quanta.Numerics.Clustering.Density;

/// <summary>Which sets of points are joined by a spanning tree's edges up to each length: a node for every length at which some join, with all that it joins.</summary>
/// <param name="Parts">Node numbers below n are points; n + m is node m of the tree.</param>
/// <param name="Length">At which they join.</param>
/// <param name="Size">The points below.</param>
internal sealed record DensityNode(IReadOnlyList<int> Parts, double Length, int Size);

/// <summary>A tree of joins.</summary>
/// <param name="Points">n.</param>
/// <param name="Nodes">Lower nodes first; the last joins all.</param>
internal sealed record DensityTree(int Points, IReadOnlyList<DensityNode> Nodes)
{
    /// <summary>The number of the node that joins all points.</summary>
    public int Root => Points + Nodes.Count - 1;

    /// <summary>How many points a node, or a point, has.</summary>
    public int SizeOf(int node) => node < Points ? 1 : Nodes[node - Points].Size;

    /// <param name="edges">[n - 1]: a spanning tree.</param>
    /// <param name="points">n, at least 2.</param>
    public static DensityTree Of(IReadOnlyList<DensityEdge> edges, int points)
    {
        var (sets, node) = (new DisjointSets(points), Enumerable.Range(0, points).ToArray());
        var nodes = new List<DensityNode>();
        foreach (var equal in edges.OrderBy(edge => edge.Length).ChunkBy(edge => edge.Length))
        {
            var joined = new Dictionary<int, List<int>>();
            foreach (var edge in equal) Join(edge, sets, node, joined);
            foreach (var (root, parts) in joined.OrderBy(entry => entry.Key))
            {
                nodes.Add(new(parts, equal[0].Length, parts.Sum(part => part < points ? 1 : nodes[part - points].Size)));
                node[root] = points + nodes.Count - 1;
            }
        }
        return new(points, nodes);
    }

    /// <summary>Puts two sets together; their parts at this length are collected under the root that stays.</summary>
    private static void Join(DensityEdge edge, DisjointSets sets, int[] node, Dictionary<int, List<int>> joined)
    {
        var (first, second) = (sets.Find(edge.First), sets.Find(edge.Second));
        var (kept, gone) = (Math.Min(first, second), Math.Max(first, second));
        var parts = joined.TryGetValue(kept, out var list) ? list : joined[kept] = [node[kept]];
        if (joined.Remove(gone, out var others)) parts.AddRange(others);
        else parts.Add(node[gone]);
        sets.Join(kept, gone);
    }
}

/// <summary>Sets of points that grow together; each is known by its lowest point.</summary>
internal sealed class DisjointSets(int points)
{
    private readonly int[] _parent = [.. Enumerable.Range(0, points)];

    /// <summary>The lowest point of a point's set.</summary>
    public int Find(int point)
    {
        while (_parent[point] != point) point = _parent[point] = _parent[_parent[point]];
        return point;
    }

    /// <summary>Puts the sets of two points together; false where they are one already.</summary>
    public bool Join(int first, int second)
    {
        (first, second) = (Find(first), Find(second));
        _parent[Math.Max(first, second)] = Math.Min(first, second);
        return first != second;
    }
}

internal static class RunsOfEqual
{
    /// <summary>Runs of neighbours with equal keys.</summary>
    public static IEnumerable<List<T>> ChunkBy<T>(this IEnumerable<T> values, Func<T, double> key)
    {
        List<T> run = [];
        foreach (var value in values)
        {
            if (run.Count > 0 && key(run[0]) != key(value))
            {
                yield return run;
                run = [];
            }
            run.Add(value);
        }
        if (run.Count > 0) yield return run;
    }
}
