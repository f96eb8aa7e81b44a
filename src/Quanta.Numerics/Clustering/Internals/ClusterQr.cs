using Quanta.Numerics.Eigenvectors.Internals;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Clustering.Internals;

/// <summary>Clusters from a column-pivoted QR factorisation of the transposed embedding.</summary>
/// <remarks>Damle, Minden and Ying 2019, "Simple, direct and efficient multi-way spectral clustering": the first c pivots are points far apart, one
/// a cluster; the
/// orthogonal factor U of the polar decomposition of their coordinates turns the axes to them; each point belongs to the axis along which it is
/// longest.
/// <para>Legend: V [n, c] the embedding; P [c, c] the pivots' rows of V; U = P^T (P P^T)^-1/2; label_i = argmax_j |(V U)_ij|.</para></remarks>
internal sealed class ClusterQr : IEmbeddingPartition
{
    public (int[] Labels, bool Converged) Partition(
        MatrixView embedding, ClustererOptions options, IMatrixProduct product, CancellationToken cancellation)
    {
        var pivots = PivotedRows.Choose(embedding, options.Threads, cancellation);
        using var rotation = PolarFactor(embedding, pivots, options.Threads, cancellation);
        using var turned = new Matrix(embedding.RowCount, embedding.ColumnCount);
        product.Multiply(embedding, rotation.View, turned.View, accumulate: false, options.Threads);
        var labels = new int[embedding.RowCount];
        for (var i = 0; i < labels.Length; i++) labels[i] = LongestAxis(turned.Row(i));
        return (labels, true);
    }

    /// <summary>The orthogonal matrix nearest to P^T, by the eigenvectors of P P^T; directions that P does not reach are left out.</summary>
    private static Matrix PolarFactor(MatrixView embedding, int[] pivots, int threads, CancellationToken cancellation)
    {
        const double rounding = 1e-14;
        var c = pivots.Length;
        using DoubleMatrix p = new(c, c), gram = new(c, c), inverseRoot = new(c, c), factor = new(c, c);
        for (var i = 0; i < c; i++)
            for (var j = 0; j < c; j++) p[i, j] = embedding[pivots[i], j];
        DoubleProduct.Add(1, p.View, p.View.Transposed, gram.View, threads);
        var (values, vectors) = DenseEigensolver.Solve(gram, c, threads, cancellation)!.Value;
        using var scaled = new DoubleMatrix(c, c);
        for (var k = 0; k < c; k++)
            for (var i = 0; i < c; i++) scaled[k, i] = values[k] > rounding * values[0] ? vectors[k, i] / Math.Sqrt(values[k]) : 0;
        DoubleProduct.Add(1, vectors.View.Transposed, scaled.View, inverseRoot.View, threads);
        DoubleProduct.Add(1, p.View.Transposed, inverseRoot.View, factor.View, threads);
        vectors.Dispose();
        return BlockProducts.ToSingle(factor);
    }

    private static int LongestAxis(ReadOnlySpan<float> coordinates)
    {
        var longest = 0;
        for (var j = 1; j < coordinates.Length; j++)
            if (Math.Abs(coordinates[j]) > Math.Abs(coordinates[longest])) longest = j;
        return longest;
    }
}
