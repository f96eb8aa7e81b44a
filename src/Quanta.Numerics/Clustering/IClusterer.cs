using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Clustering;

/// <summary>A way to cluster points of which the similarities are given. Implementations stand in <see cref="Clusterers"/>.</summary>
public interface IClusterer
{
    /// <summary>The name by which it is chosen and recorded, e.g. "average-linkage".</summary>
    string Name { get; }

    /// <summary>One sentence: what it does and when it is the right choice.</summary>
    string Description { get; }

    /// <summary>Clusters into each of the wanted numbers of clusters, sharing whatever work they have in common.</summary>
    /// <param name="similarity">[n, n], symmetric and finite, greater for more similar points, unit column stride; not changed. Some clusterers need
    /// it not to be negative. The diagonal is not used.</param>
    /// <param name="options">How many clusters.</param>
    /// <param name="product">Multiplies matrices; may be called from several threads at once.</param>
    /// <param name="progress">Fraction done.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <exception cref="ArgumentException">The matrix is not as required, or a count does not lie in 1 ... n.</exception>
    ClusteringResult Cluster(
        MatrixView similarity, ClustererOptions options, IMatrixProduct product, IProgress<double>? progress = null,
        CancellationToken cancellation = default);
}
