using System.Numerics.Tensors;
using Quanta.Numerics.DenseAlgebra;
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

    public ClusteringResult Cluster(
        MatrixView similarity, ClustererOptions options, IMatrixProduct product, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        SimilarityCheck.Square(similarity);
        SimilarityCheck.Counts(options, similarity.RowCount);
        if (options.Counts.Count == 0) return new ClusteringResult([], [], "No number of clusters was asked for.");
        var search = new SpectralEmbeddingOptions(options.Counts.Max()) { Seed = options.Seed, Threads = options.Threads };
        using var embedding = SpectralEmbedding.Compute(similarity, search, product, PartOfProgress.Of(progress, 0, EmbeddingShare), cancellation);
        var unconverged = new List<int>();
        var (done, total) = (0.0, options.Counts.Sum(count => (double)count));
        var sets = options.Collect(count =>
        {
            var (labels, converged) = partition.Partition(embedding.Vectors.View.Columns(0, count), options, product, cancellation);
            if (!converged) unconverged.Add(count);
            done += count;
            PartOfProgress.Of(progress, EmbeddingShare, 1)?.Report(done / total);
            return labels;
        });
        return new ClusteringResult(sets, embedding.Eigenvalues, Summary(embedding, unconverged));
    }

    private static string Summary(SpectralEmbeddingResult embedding, List<int> unconverged) =>
        unconverged.Count == 0
            ? embedding.Summary
            : $"{embedding.Summary} k-means ran out of iterations for {string.Join(", ", unconverged)} clusters.";
}

/// <summary>The second half of spectral clustering: from coordinates to clusters.</summary>
internal interface IEmbeddingPartition
{
    /// <param name="embedding">[n, c]: a spectral embedding in as many dimensions as there shall be clusters.</param>
    /// <param name="options">Restarts, seed, threads.</param>
    /// <param name="product">Multiplies matrices.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <returns>[n], each 0 to c - 1; and whether the search converged.</returns>
    (int[] Labels, bool Converged) Partition(MatrixView embedding, ClustererOptions options, IMatrixProduct product, CancellationToken cancellation);
}

/// <summary>k-means on the coordinates as they are, or on their directions.</summary>
internal sealed class EmbeddedKMeans(bool normalizeRows) : IEmbeddingPartition
{
    public (int[] Labels, bool Converged) Partition(
        MatrixView embedding, ClustererOptions options, IMatrixProduct product, CancellationToken cancellation)
    {
        var search = new KMeansOptions(embedding.ColumnCount) { Restarts = options.Restarts, Seed = options.Seed, Threads = options.Threads };
        using var directions = normalizeRows ? Directions(embedding) : null;
        var result = KMeans.Cluster(directions?.View ?? embedding, search, progress: null, cancellation);
        return (result.Labels, result.Status != KMeansStatus.IterationsExhausted);
    }

    private static Matrix Directions(MatrixView embedding)
    {
        var directions = new Matrix(embedding.RowCount, embedding.ColumnCount);
        for (var i = 0; i < directions.Rows; i++)
        {
            var norm = TensorPrimitives.Norm<float>(embedding.RowSpan(i));
            if (norm > 0) TensorPrimitives.Divide(embedding.RowSpan(i), norm, directions.Row(i));
        }
        return directions;
    }
}
