using System.Numerics.Tensors;
using Quanta.Numerics.Eigenvectors.Internals;
using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Clustering.Internals;

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
