using System.Numerics.Tensors;

namespace Quanta.Numerics.DenseAlgebra;

/// <summary>S = L L^T in float64, by blocks, and products with the inverse of L.</summary>
internal static unsafe class Cholesky
{
    private const int BlockSize = 64;

    /// <summary>Overwrites the lower triangle of S with L.</summary>
    /// <param name="s">[n, n]; only the lower triangle is read.</param>
    /// <param name="threads">The number of threads to use.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <returns>False when a pivot is not positive: S is not positive definite to working precision.</returns>
    public static bool Factor(DoubleMatrix s, int threads, CancellationToken cancellation = default)
    {
        var n = s.Rows;
        for (var start = 0; start < n; start += BlockSize)
        {
            cancellation.ThrowIfCancellationRequested();
            var width = Math.Min(BlockSize, n - start);
            if (!FactorDiagonal(s, start, width)) return false;
            var below = n - start - width;
            SolveRows(s, start, width, threads);
            var left = s.View.Block(start + width, below, start, width);
            Workers.RunPieces(below, 2 * BlockSize, threads, (first, end) => DoubleProduct.Add(-1, left.Block(first, end - first, 0, width),
                left.Block(0, end, 0, width).Transposed, s.View.Block(start + width + first, end - first, start + width, end), threads: 1), cancellation);
        }
        return true;
    }

    /// <summary>X := L^-1 X.</summary>
    /// <param name="l">[n, n], lower triangle.</param>
    /// <param name="x">[n, m], unit column stride, overwritten.</param>
    /// <param name="threads">The number of threads to use.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    public static void SolveLower(DoubleMatrix l, DoubleView x, int threads, CancellationToken cancellation = default)
    {
        for (var start = 0; start < l.Rows; start += BlockSize)
        {
            cancellation.ThrowIfCancellationRequested();
            var width = Math.Min(BlockSize, l.Rows - start);
            var target = x.Block(start, width, 0, x.Columns);
            DoubleProduct.Add(-1, l.View.Block(start, width, 0, start), x.Block(0, start, 0, x.Columns), target, threads, cancellation);
            for (var i = start; i < start + width; i++)
            {
                for (var k = start; k < i; k++) AddRow(x, i, k, -l[i, k]);
                ScaleRow(x, i, 1 / l[i, i]);
            }
        }
    }

    /// <summary>X := L^-T X.</summary>
    /// <param name="l">[n, n], lower triangle.</param>
    /// <param name="x">[n, m], unit column stride, overwritten.</param>
    /// <param name="threads">The number of threads to use.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    public static void SolveUpper(DoubleMatrix l, DoubleView x, int threads, CancellationToken cancellation = default)
    {
        for (var start = (l.Rows - 1) / BlockSize * BlockSize; start >= 0; start -= BlockSize)
        {
            cancellation.ThrowIfCancellationRequested();
            var width = Math.Min(BlockSize, l.Rows - start);
            var end = start + width;
            var below = l.Rows - end;
            var target = x.Block(start, width, 0, x.Columns);
            DoubleProduct.Add(-1, l.View.Block(end, below, start, width).Transposed, x.Block(end, below, 0, x.Columns), target, threads, cancellation);
            for (var i = end - 1; i >= start; i--)
            {
                for (var k = i + 1; k < end; k++) AddRow(x, i, k, -l[k, i]);
                ScaleRow(x, i, 1 / l[i, i]);
            }
        }
    }

    private static bool FactorDiagonal(DoubleMatrix s, int start, int width)
    {
        for (var j = start; j < start + width; j++)
        {
            var pivot = s[j, j] - Tail(s, j, j, start);
            if (!(pivot > 0)) return false;
            s[j, j] = Math.Sqrt(pivot);
            for (var i = j + 1; i < start + width; i++) s[i, j] = (s[i, j] - Tail(s, i, j, start)) / s[j, j];
        }
        return true;
    }

    private static double Tail(DoubleMatrix s, int i, int j, int start)
    {
        var sum = 0.0;
        for (var k = start; k < j; k++) sum += s[i, k] * s[j, k];
        return sum;
    }

    /// <summary>The rows below a factored diagonal block.</summary>
    private static void SolveRows(DoubleMatrix s, int start, int width, int threads) =>
        Workers.RunPieces(s.Rows - start - width, 64, threads, (first, end) =>
        {
            for (var i = start + width + first; i < start + width + end; i++)
                for (var j = start; j < start + width; j++) s[i, j] = (s[i, j] - Tail(s, i, j, start)) / s[j, j];
        });

    private static void AddRow(DoubleView x, int target, int source, double factor) =>
        TensorPrimitives.MultiplyAdd(x.RowSpan(source), factor, x.RowSpan(target), x.RowSpan(target));

    private static void ScaleRow(DoubleView x, int row, double factor) =>
        TensorPrimitives.Multiply(x.RowSpan(row), factor, x.RowSpan(row));
}
