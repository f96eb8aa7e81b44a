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
        var (parent, node) = (Enumerable.Range(0, points).ToArray(), Enumerable.Range(0, points).ToArray());
        var nodes = new List<DensityNode>();
        foreach (var equal in edges.OrderBy(edge => edge.Length).ChunkBy(edge => edge.Length))
        {
            var joined = new Dictionary<int, List<int>>();
            foreach (var edge in equal) Join(Find(parent, edge.First), Find(parent, edge.Second), parent, node, joined);
            foreach (var (root, parts) in joined.OrderBy(entry => entry.Key))
            {
                nodes.Add(new(parts, equal[0].Length, parts.Sum(part => part < points ? 1 : nodes[part - points].Size)));
                node[root] = points + nodes.Count - 1;
            }
        }
        return new(points, nodes);
    }

    /// <summary>Puts two sets together; their parts at this length are collected under the root that stays.</summary>
    private static void Join(int first, int second, int[] parent, int[] node, Dictionary<int, List<int>> joined)
    {
        var (kept, gone) = (Math.Min(first, second), Math.Max(first, second));
        var parts = joined.TryGetValue(kept, out var list) ? list : joined[kept] = [node[kept]];
        if (joined.Remove(gone, out var others)) parts.AddRange(others);
        else parts.Add(node[gone]);
        parent[gone] = kept;
    }

    private static int Find(int[] parent, int i)
    {
        while (parent[i] != i) i = parent[i] = parent[parent[i]];
        return i;
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
