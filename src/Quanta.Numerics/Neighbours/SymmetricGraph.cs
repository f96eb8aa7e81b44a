namespace Quanta.Numerics.Neighbours;

/// <summary>An undirected graph with weights, by nodes: two vectors are joined where one of them is a neighbour of the other.</summary>
/// <param name="Starts">[n + 1]: where each node's edges begin; those of the last end at the end.</param>
/// <param name="Targets">[edges, both ways]: the other ends, ascending for each node.</param>
/// <param name="Weights">[edges, both ways].</param>
internal sealed record SymmetricGraph(int[] Starts, int[] Targets, float[] Weights)
{
    /// <summary>n.</summary>
    public int Count => Starts.Length - 1;

    public ReadOnlySpan<int> TargetsOf(int node) => Targets.AsSpan(Starts[node]..Starts[node + 1]);

    public ReadOnlySpan<float> WeightsOf(int node) => Weights.AsSpan(Starts[node]..Starts[node + 1]);

    /// <summary>The bytes of the graph of n vectors with k neighbours each, and of making it.</summary>
    public static long Bytes(int count, int width) => 2L * count * width * 2 * (sizeof(int) + sizeof(float)) + 8L * count;

    /// <summary>Joins neighbours; an edge weighs its cosine.</summary>
    /// <exception cref="ArgumentException">There are more edges than an array holds.</exception>
    public static SymmetricGraph Of(NeighbourGraph neighbours)
    {
        var (starts, targets, weights) = BothWays(neighbours);
        var kept = new int[starts.Length];
        for (var node = 0; node < neighbours.Count; node++)
        {
            var (start, end) = (starts[node], starts[node + 1]);
            Array.Sort(targets, weights, start, end - start);
            kept[node + 1] = kept[node];
            for (var edge = start; edge < end; edge++)
            {
                if (edge > start && targets[edge] == targets[edge - 1]) continue;
                (targets[kept[node + 1]], weights[kept[node + 1]]) = (targets[edge], weights[edge]);
                kept[node + 1]++;
            }
        }
        return new(kept, targets[..kept[^1]], weights[..kept[^1]]);
    }

    /// <summary>The same edges with other weights; those that get none are left out.</summary>
    public SymmetricGraph Weighted(Func<float, float> weight)
    {
        var (starts, targets, weights) = (new int[Starts.Length], new int[Targets.Length], new float[Targets.Length]);
        for (var node = 0; node < Count; node++)
        {
            starts[node + 1] = starts[node];
            for (var edge = Starts[node]; edge < Starts[node + 1]; edge++)
                if (weight(Weights[edge]) is > 0 and var value) (targets[starts[node + 1]], weights[starts[node + 1]++]) = (Targets[edge], value);
        }
        return new(starts, targets[..starts[^1]], weights[..starts[^1]]);
    }

    /// <summary>Each neighbour from both its ends, so that those who are each other's come twice.</summary>
    private static (int[] Starts, int[] Targets, float[] Weights) BothWays(NeighbourGraph neighbours)
    {
        var starts = new int[neighbours.Count + 1];
        var total = 2 * Enumerable.Range(0, neighbours.Count).Sum(node => (long)neighbours.CountOf(node));
        if (total > Array.MaxLength) throw new ArgumentException($"A graph holds at most {Array.MaxLength:N0} edges both ways, but here are {total:N0}: ask for fewer neighbours.");
        for (var node = 0; node < neighbours.Count; node++)
        {
            starts[node + 1] += neighbours.CountOf(node);
            foreach (var other in neighbours.NeighboursOf(node)) starts[other + 1]++;
        }
        for (var node = 0; node < neighbours.Count; node++) starts[node + 1] += starts[node];
        var (next, targets, weights) = (starts[..^1], new int[total], new float[total]);
        for (var node = 0; node < neighbours.Count; node++)
        {
            var others = neighbours.NeighboursOf(node);
            var cosines = neighbours.CosinesOf(node);
            for (var i = 0; i < others.Length; i++)
            {
                (targets[next[node]], weights[next[node]++]) = (others[i], cosines[i]);
                (targets[next[others[i]]], weights[next[others[i]]++]) = (node, cosines[i]);
            }
        }
        return (starts, targets, weights);
    }
}
