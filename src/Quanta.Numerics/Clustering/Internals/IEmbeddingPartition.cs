using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Clustering.Internals;

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
