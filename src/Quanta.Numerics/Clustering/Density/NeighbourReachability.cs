using Quanta.Numerics.Neighbours;

namespace Quanta.Numerics.Clustering.Density;

/// <summary>The distances at which neighbours are dense together, and what joins all points at the least of them: <see cref="MutualReachability"/> where only
/// neighbours are known.</summary>
/// <remarks>Distance is 1 - cosine. What no chain of neighbours joins is joined at <see cref="Largest"/>, and a point with fewer than k neighbours lies as
/// dense as that.</remarks>
internal sealed class NeighbourReachability
{
    /// <summary>The distance of opposite vectors, beyond which none is.</summary>
    public const double Largest = 2;

    private readonly SymmetricGraph _graph;
    private readonly double[] _core;

    public NeighbourReachability(NeighbourGraph neighbours, HdbscanOptions options)
    {
        _graph = SymmetricGraph.Of(neighbours);
        _core = new double[neighbours.Count];
        for (var i = 0; i < _core.Length; i++)
            _core[i] = neighbours.CountOf(i) >= options.Neighbours ? Distance(neighbours.CosinesOf(i)[options.Neighbours - 1], options) : Largest;
        Edges = SortedEdges(options);
    }

    /// <summary>Each edge once, the shortest first; of equal lengths any, which all give the same tree of densities.</summary>
    private DensityEdge[] Edges { get; }

    /// <summary>A minimum spanning tree (Kruskal).</summary>
    public IReadOnlyList<DensityEdge> SpanningTree(CancellationToken cancellation)
    {
        var sets = new DisjointSets(_core.Length);
        var tree = new List<DensityEdge>(_core.Length - 1);
        foreach (var edge in Edges)
            if (sets.Join(edge.First, edge.Second)) tree.Add(edge);
        cancellation.ThrowIfCancellationRequested();
        for (var i = 1; i < _core.Length && tree.Count < _core.Length - 1; i++)
            if (sets.Join(0, i)) tree.Add(new(0, i, Largest));
        return tree;
    }

    private DensityEdge[] SortedEdges(HdbscanOptions options)
    {
        var edges = new List<DensityEdge>(_graph.Targets.Length / 2);
        for (var i = 0; i < _core.Length; i++)
        {
            var targets = _graph.TargetsOf(i);
            var cosines = _graph.WeightsOf(i);
            for (var e = 0; e < targets.Length && targets[e] < i; e++)
                edges.Add(new(targets[e], i, Math.Max(Distance(cosines[e], options), Math.Max(_core[i], _core[targets[e]]))));
        }
        DensityEdge[] sorted = [.. edges];
        var lengths = Array.ConvertAll(sorted, edge => edge.Length);
        Array.Sort(lengths, sorted);
        return sorted;
    }

    private static double Distance(float cosine, HdbscanOptions options) => Math.Max(0, options.SelfSimilarity - cosine);
}
