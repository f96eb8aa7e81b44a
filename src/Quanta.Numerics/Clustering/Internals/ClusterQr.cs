using System.Numerics.Tensors;
using Quanta.Numerics.DenseAlgebra;
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
    public bool IsRandom => false;

    /// <summary>The turned embedding, and the pivots' matrices with their decomposition.</summary>
    public long NeedBytes(int points, int count, ClustererOptions options) => 4L * points * count + 12L * points + 8 * sizeof(double) * (long)count * count;

    public (int[][] Labels, bool Converged) Partition(
        MatrixView embedding, ClustererOptions options, IReadOnlyList<ulong> seeds, IMatrixProduct product, CancellationToken cancellation)
    {
        if (seeds.Count == 0) return ([], true);
        var pivots = PivotedRows.Choose(embedding, options.Threads, cancellation);
        using var rotation = PolarFactor(embedding, pivots, options.Threads, cancellation);
        using var turned = new Matrix(embedding.RowCount, embedding.ColumnCount);
        product.Multiply(embedding, rotation.View, turned.View, accumulate: false, options.Threads);
        var labels = new int[embedding.RowCount];
        for (var i = 0; i < labels.Length; i++) labels[i] = LongestAxis(turned.Row(i));
        return ([.. seeds.Select(_ => labels)], true);
    }

    /// <summary>The orthogonal matrix nearest to P^T, by the eigenvectors of P P^T; directions that P does not reach are left out.</summary>
    private static Matrix PolarFactor(MatrixView embedding, int[] pivots, int threads, CancellationToken cancellation)
    {
        const double rounding = 1e-14;
        var c = pivots.Length;
        using DoubleMatrix p = new(c, c), gram = new(c, c), inverseRoot = new(c, c), factor = new(c, c);
        for (var i = 0; i < c; i++)
            for (var j = 0; j < c; j++) p[i, j] = embedding[pivots[i], j];
        DoubleProduct.Add(1, p.View, p.View.Transposed, gram.View, threads, cancellation);
        var (values, vectors) = DenseEigensolver.Solve(gram, c, threads, cancellation)!.Value;
        using var scaled = new DoubleMatrix(c, c);
        for (var k = 0; k < c; k++)
            for (var i = 0; i < c; i++) scaled[k, i] = values[k] > rounding * values[0] ? vectors[k, i] / Math.Sqrt(values[k]) : 0;
        DoubleProduct.Add(1, vectors.View.Transposed, scaled.View, inverseRoot.View, threads, cancellation);
        DoubleProduct.Add(1, p.View.Transposed, inverseRoot.View, factor.View, threads, cancellation);
        vectors.Dispose();
        return factor.ToSingle();
    }

    private static int LongestAxis(ReadOnlySpan<float> coordinates)
    {
        var longest = 0;
        for (var j = 1; j < coordinates.Length; j++)
            if (Math.Abs(coordinates[j]) > Math.Abs(coordinates[longest])) longest = j;
        return longest;
    }
}

/// <summary>The pivots of a QR factorisation of V^T with column pivoting, by Gram and Schmidt: each next row is the one that sticks out farthest
/// from the span of those before.</summary>
/// <remarks>Legend: V [n, c]. What sticks out is downdated step by step, ||r_i||^2 -= (v_i . q)^2, in float64. O(n c^2) time, O(c^2 + n)
/// memory.</remarks>
internal static class PivotedRows
{
    /// <returns>[c]: indices of rows, in the order of choice.</returns>
    public static int[] Choose(MatrixView v, int threads, CancellationToken cancellation)
    {
        var (n, c) = (v.RowCount, v.ColumnCount);
        using var basis = new DoubleMatrix(c, c);
        var direction = new float[c];
        var rest = new double[n];
        for (var i = 0; i < n; i++) rest[i] = SquaredNorm(v.RowSpan(i));
        var chosen = new int[c];
        for (var step = 0; step < c; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var pivot = chosen[step] = TensorPrimitives.IndexOfMax<double>(rest);
            Orthogonalize(v.RowSpan(pivot), basis, step);
            TensorPrimitives.ConvertTruncating<double, float>(basis.Row(step), direction);
            Workers.RunPieces(n, 512, threads, (start, end) =>
            {
                for (var i = start; i < end; i++)
                {
                    double along = TensorPrimitives.Dot<float>(v.RowSpan(i), direction);
                    if (rest[i] >= 0) rest[i] = Math.Max(0, rest[i] - along * along);
                }
            }, cancellation);
            rest[pivot] = -1;
        }
        return chosen;
    }

    /// <summary>basis[step] = the part of the row that is orthogonal to the basis so far, with length 1; twice, against rounding.</summary>
    private static void Orthogonalize(ReadOnlySpan<float> row, DoubleMatrix basis, int step)
    {
        var target = basis.Row(step);
        TensorPrimitives.ConvertTruncating(row, target);
        for (var pass = 0; pass < 2; pass++)
            for (var k = 0; k < step; k++)
                TensorPrimitives.MultiplyAdd(basis.Row(k), -TensorPrimitives.Dot<double>(target, basis.Row(k)), target, target);
        var norm = TensorPrimitives.Norm<double>(target);
        if (norm > 0) TensorPrimitives.Divide(target, norm, target);
    }

    private static double SquaredNorm(ReadOnlySpan<float> row)
    {
        var sum = 0.0;
        foreach (var value in row) sum += (double)value * value;
        return sum;
    }
}
