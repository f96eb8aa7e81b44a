using Quanta.Numerics.Random;

namespace Quanta.Numerics.Clustering.Communities;

/// <summary>Moves nodes one by one to the community of greatest gain, a new one included, until none gains: a queue of nodes, to which the neighbours of a node
/// that moved return.</summary>
internal sealed class LocalMoving
{
    private readonly CommunityGraph _graph;
    private readonly int[] _communities, _members;
    private readonly double[] _sizes;
    private readonly Stack<int> _empty = [];
    private readonly WeightsByLabel _weights;

    private LocalMoving(CommunityGraph graph, int[] communities)
    {
        (_graph, _communities, _weights) = (graph, communities, new(graph.Count));
        (_members, _sizes) = (new int[graph.Count], new double[graph.Count]);
        for (var node = 0; node < graph.Count; node++)
        {
            _members[communities[node]]++;
            _sizes[communities[node]] += graph.Sizes[node];
        }
        for (var community = graph.Count - 1; community >= 0; community--)
            if (_members[community] == 0) _empty.Push(community);
    }

    /// <param name="graph">The graph.</param>
    /// <param name="communities">[n]: 0 ... n - 1; changed.</param>
    /// <param name="random">Draws the order in which nodes come first.</param>
    public static void Run(CommunityGraph graph, int[] communities, Philox random)
    {
        int[] order = [.. Enumerable.Range(0, graph.Count)];
        random.Shuffle<int>(order);
        var moving = new LocalMoving(graph, communities);
        var (queue, isQueued) = (new Queue<int>(order), new bool[graph.Count]);
        Array.Fill(isQueued, true);
        while (queue.TryDequeue(out var node))
        {
            isQueued[node] = false;
            if (!moving.Move(node)) continue;
            foreach (var other in graph.TargetsOf(node))
            {
                if (isQueued[other] || communities[other] == communities[node]) continue;
                isQueued[other] = true;
                queue.Enqueue(other);
            }
        }
    }

    private bool Move(int node)
    {
        var (from, size) = (_communities[node], _graph.Sizes[node]);
        _weights.Clear();
        _weights.Add(_graph.TargetsOf(node), _graph.WeightsOf(node), _communities);
        var rest = --_members[from] == 0 ? 0 : _sizes[from] - size;
        _sizes[from] = rest;
        var (to, best, strength) = (from, _weights[from] - _graph.Price * size * rest, 0.0);
        foreach (var community in _weights.Labels) strength += _weights[community];
        var least = CommunityGraph.Least(strength);
        foreach (var community in _weights.Labels)
        {
            var gain = _weights[community] - _graph.Price * size * _sizes[community];
            if (community != from && gain > best + least) (to, best) = (community, gain);
        }
        if (0 > best + least && _members[from] > 0) to = _empty.Pop();
        _communities[node] = to;
        _sizes[to] += size;
        _members[to]++;
        if (_members[from] == 0) _empty.Push(from);
        return to != from;
    }
}
