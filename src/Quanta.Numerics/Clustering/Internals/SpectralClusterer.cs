using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Eigenvectors;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Clustering.Internals;

/// <summary>One spectral embedding, of which each count takes its first columns.</summary>
internal sealed class SpectralClusterer(string name, string description, IEmbeddingPartition partition) : IClusterer
{
    /// <summary>What the decomposition takes of the whole, roughly, for the progress.</summary>
    private const double EmbeddingShare = 0.3;

    public string Name => name;

    public string Description => description;

    public bool IsRandom => partition.IsRandom;

    public long NeedBytes(int points, ClustererOptions options)
    {
        var most = options.Counts.DefaultIfEmpty(1).Max();
        return Math.Max(LeadingEigenvectors.NeedBytes(points, new LeadingEigenvectorsOptions(most)), EmbeddingBytes(points, most) + partition.NeedBytes(points, most, options));
    }

    public ClusteringResult Cluster(
        MatrixView similarity, ClustererOptions options, IMatrixProduct product, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        SimilarityCheck.Square(similarity);
        SimilarityCheck.Counts(options, similarity.RowCount);
        if (options.Counts.Count == 0) return new ClusteringResult([], [], "No number of clusters was asked for.");
        var search = new SpectralEmbeddingOptions(options.Counts.Max()) { Seed = options.Seed, Threads = options.Threads };
        using var embedding = SpectralEmbedding.Compute(similarity, search, product, PartOfProgress.Of(progress, 0, EmbeddingShare), cancellation);
        var within = options with { MemoryBytes = options.MemoryBytes - EmbeddingBytes(similarity.RowCount, search.Dimensions) };
        var (sets, others, unconverged) = (new List<ClusterSet>(), new List<IReadOnlyList<int[]>>(), new List<int>());
        var (done, total) = (0.0, options.Counts.Sum(count => (double)count));
        foreach (var count in options.Counts)
        {
            var isKnown = options.Known.Contains(count);
            var (labels, converged) = partition.Partition(embedding.Vectors.View.Columns(0, count), within, SeedsFor(options, isKnown), product, cancellation);
            if (!converged) unconverged.Add(count);
            if (!isKnown) sets.Add(options.Hand(count, labels[0]));
            others.Add(partition.IsRandom ? [.. labels.Skip(isKnown ? 0 : 1)] : []);
            done += count;
            PartOfProgress.Of(progress, EmbeddingShare, 1)?.Report(done / total);
        }
        return new ClusteringResult(sets, embedding.Eigenvalues, Summary(embedding, unconverged)) { OtherSeeds = others };
    }

    /// <summary>The embedding and its eigenvalues.</summary>
    private static long EmbeddingBytes(int points, int dimensions) => 4L * points * dimensions + 32L * points;

    private ulong[] SeedsFor(ClustererOptions options, bool isKnown)
    {
        var others = partition.IsRandom ? Enumerable.Range(1, options.OtherSeeds).Select(other => options.Seed + (ulong)other) : [];
        return isKnown ? [.. others] : [options.Seed, .. others];
    }

    private static string Summary(SpectralEmbeddingResult embedding, List<int> unconverged) =>
        unconverged.Count == 0
            ? embedding.Summary
            : $"{embedding.Summary} k-means ran out of iterations for {string.Join(", ", unconverged)} clusters.";
}

/// <summary>The second half of spectral clustering: from coordinates to clusters.</summary>
internal interface IEmbeddingPartition
{
    /// <summary>Whether the seed makes a difference.</summary>
    bool IsRandom { get; }

    /// <summary>The bytes that a partition of n points into <paramref name="count"/> clusters takes beyond the embedding, at least.</summary>
    long NeedBytes(int points, int count, ClustererOptions options);

    /// <param name="embedding">[n, c]: a spectral embedding in as many dimensions as there shall be clusters.</param>
    /// <param name="options">Restarts, threads, memory.</param>
    /// <param name="seeds">A partition is wanted for each.</param>
    /// <param name="product">Multiplies matrices.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <returns>For each seed [n], each 0 to c - 1; and whether all searches converged.</returns>
    (int[][] Labels, bool Converged) Partition(
        MatrixView embedding, ClustererOptions options, IReadOnlyList<ulong> seeds, IMatrixProduct product, CancellationToken cancellation);
}

/// <summary>k-means on the coordinates as they are, or on their directions.</summary>
internal sealed class EmbeddedKMeans(bool normalizeRows) : IEmbeddingPartition
{
    public bool IsRandom => true;

    public long NeedBytes(int points, int count, ClustererOptions options) =>
        DirectionBytes(points, count) + KMeans.LeastBytes(points, count, new KMeansOptions(count) { Threads = options.Threads });

    public (int[][] Labels, bool Converged) Partition(
        MatrixView embedding, ClustererOptions options, IReadOnlyList<ulong> seeds, IMatrixProduct product, CancellationToken cancellation)
    {
        if (seeds.Count == 0) return ([], true);
        var search = new KMeansOptions(embedding.ColumnCount)
        {
            Restarts = options.Restarts,
            Threads = options.Threads,
            MemoryBytes = options.MemoryBytes - DirectionBytes(embedding.RowCount, embedding.ColumnCount),
        };
        using var directions = normalizeRows ? Directions(embedding) : null;
        var results = KMeans.Cluster(directions?.View ?? embedding, search, seeds, progress: null, cancellation);
        return ([.. results.Select(result => result.Labels)], results.All(result => result.Status != KMeansStatus.IterationsExhausted));
    }

    private long DirectionBytes(int points, int count) => normalizeRows ? 4L * points * count : 0;

    private static Matrix Directions(MatrixView embedding)
    {
        var directions = new Matrix(embedding.RowCount, embedding.ColumnCount);
        for (var i = 0; i < directions.Rows; i++)
        {
            ReadOnlySpan<float> source = embedding.RowSpan(i);
            var target = directions.Row(i);
            var norm = Math.Sqrt(Distances.SquaredNorm(source));
            for (var j = 0; j < target.Length && norm > 0; j++) target[j] = (float)(source[j] / norm);
        }
        return directions;
    }
}
