using System.Numerics.Tensors;
using Quanta.Numerics.Eigenvectors.Internals;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Clustering.Internals;

/// <summary>k-means on the coordinates as they are, or on their directions.</summary>
internal sealed class EmbeddedKMeans(bool normalizeRows) : IEmbeddingPartition
{
    public (int[] Labels, bool Converged) Partition(
        MatrixView embedding, ClustererOptions options, IMatrixProduct product, CancellationToken cancellation)
    {
        var search = new KMeansOptions(embedding.ColumnCount) { Restarts = options.Restarts, Seed = options.Seed, Threads = options.Threads };
        using var directions = normalizeRows ? Directions(embedding) : null;
        var result = KMeans.Cluster(directions?.View ?? embedding, search, product, progress: null, cancellation);
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
