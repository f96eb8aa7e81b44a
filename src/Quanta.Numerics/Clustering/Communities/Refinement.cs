using Quanta.Numerics.Random;

namespace Quanta.Numerics.Clustering.Communities;

/// <summary>Divides each community into parts that are well connected: nodes that are alone join, one after the other, the part of their community that gains
/// the most.</summary>
/// <remarks>A node or part is well connected if its edges to the rest of its community weigh at least price x its size x the size of that rest.</remarks>
internal sealed class Refinement
{
    private readonly CommunityGraph _graph;
    private readonly int[] _communities, _parts, _members;
    private readonly double[] _sizes, _cuts, _communitySizes;
    private readonly WeightsByLabel _weights;

    private Refinement(CommunityGraph graph, int[] communities)
    {
        (_graph, _communities, _weights) = (graph, communities, new(graph.Count));
        (_parts, _members) = ([.. Enumerable.Range(0, graph.Count)], [.. Enumerable.Repeat(1, graph.Count)]);
        (_sizes, _cuts, _communitySizes) = ([.. graph.Sizes], new double[graph.Count], new double[graph.Count]);
        for (var node = 0; node < graph.Count; node++)
        {
            _communitySizes[communities[node]] += graph.Sizes[node];
            var targets = graph.TargetsOf(node);
            var weights = graph.WeightsOf(node);
            for (var e = 0; e < targets.Length; e++)
                if (communities[targets[e]] == communities[node]) _cuts[node] += weights[e];
        }
    }

    /// <param name="graph">The graph.</param>
    /// <param name="communities">[n].</param>
    /// <param name="random">Draws the order of the nodes.</param>
    /// <returns>[n]: parts, each within one community.</returns>
    public static int[] Run(CommunityGraph graph, int[] communities, Philox random)
    {
        var refinement = new Refinement(graph, communities);
        int[] order = [.. Enumerable.Range(0, graph.Count)];
        random.Shuffle<int>(order);
        foreach (var node in order)
            if (refinement._members[refinement._parts[node]] == 1 && refinement.IsWellConnected(node, node)) refinement.Join(node);
        return refinement._parts;
    }

    private bool IsWellConnected(int part, int node)
    {
        var rest = _communitySizes[_communities[node]] - _sizes[part];
        return _cuts[part] >= _graph.Price * _sizes[part] * rest - CommunityGraph.Least(_cuts[part]);
    }

    private void Join(int node)
    {
        _weights.Clear();
        _weights.Add(_graph.TargetsOf(node), _graph.WeightsOf(node), _parts);
        var (own, to, best) = (_parts[node], _parts[node], 0.0);
        foreach (var part in _weights.Labels)
        {
            if (part == own || _communities[part] != _communities[node] || !IsWellConnected(part, node)) continue;
            var gain = _weights[part] - _graph.Price * _graph.Sizes[node] * _sizes[part];
            if (gain > best) (to, best) = (part, gain);
        }
        if (to == own) return;
        _cuts[to] += _cuts[own] - 2 * _weights[to];
        _sizes[to] += _sizes[own];
        _members[to]++;
        _members[own] = 0;
        _parts[node] = to;
    }
}
