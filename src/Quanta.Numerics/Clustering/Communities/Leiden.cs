using Quanta.Numerics.Neighbours;
using Quanta.Numerics.Random;

namespace Quanta.Numerics.Clustering.Communities;

/// <summary>Communities of a graph: the Leiden algorithm (Traag, Waltman and van Eck 2019, "From Louvain to Leiden: guaranteeing well-connected communities").
/// It takes no number of clusters; the resolution says how fine they are.</summary>
/// <remarks>Nodes move to the community of greatest gain until none gains; each community is then refined into well connected parts, which become the nodes of
/// a smaller graph, and so on. That is repeated from what it found until nothing is gained. Communities are connected. One thread; O(edges) memory.
/// <para>Deviation: in the refinement a node joins the part of greatest gain, where the paper draws one by a chance that grows with the gain.</para></remarks>
public static class Leiden
{
    /// <summary>Clusters vectors by their neighbours: two are joined where one is among the other's nearest, with their cosine as the weight, if that is above
    /// 0.</summary>
    /// <param name="neighbours">The graph.</param>
    /// <param name="options">What is sought.</param>
    /// <param name="cancellation">Stops between the steps.</param>
    /// <exception cref="ArgumentException">The graph is none, or an option is out of range.</exception>
    public static LeidenResult Cluster(NeighbourGraph neighbours, LeidenOptions options, CancellationToken cancellation = default)
    {
        neighbours.Validate();
        return Cluster(SymmetricGraph.Of(neighbours).Weighted(cosine => cosine), options, cancellation);
    }

    /// <summary>The bytes that communities of n vectors with k neighbours each take beyond the neighbours: the graph both ways, twice with weights in float64
    /// for two levels.</summary>
    public static long NeedBytes(int count, int width) => SymmetricGraph.Bytes(count, width) + 2L * count * width * 2 * (sizeof(int) + sizeof(double)) + 128L * count;

    /// <param name="graph">Weights above 0.</param>
    /// <param name="options">What is sought.</param>
    /// <param name="cancellation">Stops between the steps.</param>
    internal static LeidenResult Cluster(SymmetricGraph graph, LeidenOptions options, CancellationToken cancellation = default)
    {
        options.Validate();
        var whole = CommunityGraph.Of(graph, options);
        int[] labels = [.. Enumerable.Range(0, graph.Count)];
        var (quality, iterations, converged) = (whole.QualityOf(labels), 0, false);
        while (!converged && iterations < options.MaxIterations)
        {
            var random = new Philox(options.Seed, StreamPurpose.CommunityOrder.Stream(iterations++));
            var next = whole.Connected(Improve(whole, labels, random, cancellation));
            var found = whole.QualityOf(next);
            // Sums over all edges are not exact to the last digits.
            converged = !(found > quality + 1e-12 * Math.Abs(quality));
            if (found >= quality) (labels, quality) = (next, found);
        }
        return new(ClusterLabels.RankBySize(labels), quality, iterations, converged);
    }

    /// <summary>One iteration: up through smaller and smaller graphs.</summary>
    private static int[] Improve(CommunityGraph whole, int[] labels, Philox random, CancellationToken cancellation)
    {
        var (graph, communities, nodeOf) = (whole, (int[])labels.Clone(), Enumerable.Range(0, whole.Count).ToArray());
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            LocalMoving.Run(graph, communities, random);
            var (parts, count) = CommunityGraph.Number(Refinement.Run(graph, communities, random));
            if (count == graph.Count) return [.. nodeOf.Select(node => communities[node])];
            var above = new int[count];
            for (var node = 0; node < graph.Count; node++) above[parts[node]] = communities[node];
            for (var i = 0; i < nodeOf.Length; i++) nodeOf[i] = parts[nodeOf[i]];
            (graph, communities) = (graph.Joined(parts, count), CommunityGraph.Number(above).Numbers);
        }
    }
}

/// <summary>What a community is.</summary>
public enum LeidenQuality
{
    /// <summary>Sum over the communities of w_c / m - resolution (k_c / 2 m)^2: w_c the weight within, k_c the weighted degrees of its nodes, m the weight of
    /// all edges.</summary>
    Modularity,

    /// <summary>Constant Potts model (Traag, Van Dooren and Nesterov 2011): the sum of w_c - resolution n_c (n_c - 1) / 2. The resolution is a weight:
    /// communities are denser within, and less dense between them; they do not become larger where the graph does.</summary>
    ConstantPotts,
}

/// <summary>How communities are sought.</summary>
public sealed record LeidenOptions
{
    public LeidenQuality Quality { get; init; }

    /// <summary>The higher, the smaller the communities; at least 0.</summary>
    public double Resolution { get; init; } = 1;

    /// <summary>Iterations after which the search gives up; most need three or four.</summary>
    public int MaxIterations { get; init; } = 20;

    /// <summary>Names the random orders of the nodes.</summary>
    public ulong Seed { get; init; }

    internal void Validate()
    {
        if (!(Resolution >= 0 && double.IsFinite(Resolution))) throw new ArgumentException($"The resolution must be a number of at least 0, but it is {Resolution}.");
        if (MaxIterations < 1) throw new ArgumentException($"At least 1 iteration is needed, but {MaxIterations} were asked for.");
    }
}

/// <summary>Communities.</summary>
/// <param name="Labels">[n]: ranked by size, 0 the largest.</param>
/// <param name="Quality">Of the options' kind, of these labels.</param>
/// <param name="Iterations">How many there were.</param>
/// <param name="Converged">Whether the last one gained nothing.</param>
public sealed record LeidenResult(int[] Labels, double Quality, int Iterations, bool Converged)
{
    /// <summary>How many communities there are.</summary>
    public int Count => Labels.Length == 0 ? 0 : Labels.Max() + 1;
}
