using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Clustering.Internals;

/// <summary>Local clusters of small conductance in the graph of nearest neighbours.</summary>
/// <remarks>For each count the coarsest peeling (<see cref="LocalClusters"/>) that finds as many sets is taken, and of its sets those of least
/// conductance; the points of
/// the others join the set to which they are most similar on average.</remarks>
internal sealed class ConductanceClusterer : IClusterer
{
    private const int Neighbours = 15;

    /// <summary>From coarse to fine.</summary>
    private static readonly double[] Returns = [0.02, 0.05, 0.1, 0.2, 0.4, 0.7];

    public string Name => "conductance";

    public string Description =>
        "Local sets that few nearest-neighbour links leave, around seeds (Andersen, Chung and Lang 2006); may find fewer clusters than asked for.";

    /// <summary>The graph, of which a node of a sorted tree for each edge and what building it leaves to the collector are the most, and the walks of each level.</summary>
    public long NeedBytes(int points, ClustererOptions options) => points * (2L * Neighbours * 250 + 400 + Returns.Length * 100L);

    public ClusteringResult Cluster(
        MatrixView similarity, ClustererOptions options, IMatrixProduct product, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        SimilarityCheck.Square(similarity);
        SimilarityCheck.Finite(similarity, options.Threads);
        SimilarityCheck.Counts(options, similarity.RowCount);
        var graph = ChoiceGraph.Build(similarity, Neighbours, options.Threads);
        var peelings = new IReadOnlyList<int[]>[Returns.Length];
        var done = 0;
        Workers.Run(Returns.Length, options.Threads, level =>
        {
            peelings[level] = new LocalClusters(graph).Peel(Returns[level], cancellation);
            progress?.Report((double)Interlocked.Increment(ref done) / Returns.Length);
        }, cancellation);
        var sets = options.Collect(count => Label(similarity, Choose(peelings, count), options.Threads));
        return new ClusteringResult(sets, [], $"Peelings found {string.Join(", ", peelings.Select(peeling => peeling.Count))} sets of {similarity.RowCount} points, from coarse to fine.");
    }

    private static int[][] Choose(IReadOnlyList<int[]>[] peelings, int count) =>
        [.. (peelings.FirstOrDefault(peeling => peeling.Count >= count) ?? peelings.MaxBy(peeling => peeling.Count)!).Take(count)];

    private static int[] Label(MatrixView similarity, int[][] sets, int threads)
    {
        var labels = new int[similarity.RowCount];
        Array.Fill(labels, -1);
        for (var set = 0; set < sets.Length; set++)
            foreach (var point in sets[set]) labels[point] = set;
        var core = (int[])labels.Clone();
        Workers.RunPieces(labels.Length, 64, threads, (start, end) =>
        {
            for (var i = start; i < end; i++)
                if (core[i] < 0) labels[i] = MostSimilar(similarity.RowSpan(i), core, sets);
        });
        return labels;
    }

    private static int MostSimilar(ReadOnlySpan<float> similarities, int[] labels, int[][] sets)
    {
        var sums = new double[sets.Length];
        for (var j = 0; j < labels.Length; j++)
            if (labels[j] >= 0) sums[labels[j]] += similarities[j];
        var best = 0;
        for (var set = 1; set < sums.Length; set++)
            if (sums[set] / sets[set].Length > sums[best] / sets[best].Length) best = set;
        return best;
    }
}
