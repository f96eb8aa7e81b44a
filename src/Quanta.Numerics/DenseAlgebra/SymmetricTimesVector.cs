using System.Numerics;
using System.Numerics.Tensors;

namespace Quanta.Numerics.DenseAlgebra;

/// <summary>y = A x for a symmetric float64 A of which only the lower triangle is read, each element once.</summary>
/// <remarks>The rows are cut into a number of chunks of equal work that depends on their count alone; each chunk sums into its own vector and
/// the vectors are added in order, so the bits do not depend on the number of threads.</remarks>
internal sealed unsafe class SymmetricTimesVector(int capacity) : IDisposable
{
    private const int Chunks = 8, SerialRows = 192;
    private readonly DoubleMatrix _sums = new(Chunks, capacity);

    /// <param name="a">[m, m], unit column stride; only the lower triangle is read.</param>
    /// <param name="x">[m].</param>
    /// <param name="y">[m], written.</param>
    /// <param name="threads">The number of threads to use.</param>
    public void Multiply(DoubleView a, double* x, double* y, int threads)
    {
        var rows = a.Rows;
        var chunks = rows < SerialRows ? 1 : Chunks;
        Workers.Run(chunks, threads, chunk =>
        {
            var sums = _sums.RowPointer(chunk);
            var (start, end) = (ChunkStart(chunk, chunks, rows), ChunkStart(chunk + 1, chunks, rows));
            new Span<double>(sums, end).Clear();
            AddRows(a, x, sums, start, end);
        });
        var result = new Span<double>(y, rows);
        _sums.Row(chunks - 1)[..rows].CopyTo(result);
        for (var chunk = chunks - 2; chunk >= 0; chunk--)
        {
            var part = result[..ChunkStart(chunk + 1, chunks, rows)];
            TensorPrimitives.Add<double>(part, _sums.Row(chunk)[..part.Length], part);
        }
    }

    public void Dispose() => _sums.Dispose();

    /// <summary>Row r of a triangle costs r, so equal work lies between the square roots; multiples of 4 suit the kernel.</summary>
    private static int ChunkStart(int chunk, int chunks, int rows) => chunk == chunks ? rows : (int)(rows * Math.Sqrt((double)chunk / chunks)) & ~3;

    private static void AddRows(DoubleView a, double* x, double* y, int start, int end)
    {
        var row = start;
        for (; row + 4 <= end; row += 4)
        {
            AddFourRows(a.Data + row * a.RowStride, a.RowStride, row, x, y);
            AddCorner(a, row, 4, x, y);
        }
        for (; row < end; row++)
        {
            var left = a.Data + row * a.RowStride;
            y[row] += TensorPrimitives.Dot(new ReadOnlySpan<double>(left, row), new ReadOnlySpan<double>(x, row));
            var target = new Span<double>(y, row);
            TensorPrimitives.MultiplyAdd(new ReadOnlySpan<double>(left, row), x[row], target, target);
            AddCorner(a, row, 1, x, y);
        }
    }

    /// <summary>The triangle at the diagonal of <paramref name="size"/> rows.</summary>
    private static void AddCorner(DoubleView a, int row, int size, double* x, double* y)
    {
        for (var i = row; i < row + size; i++)
        {
            y[i] += a[i, i] * x[i];
            for (var j = row; j < i; j++)
            {
                y[i] += a[i, j] * x[j];
                y[j] += a[i, j] * x[i];
            }
        }
    }

    /// <summary>Four rows left of the diagonal: their dot products with x, and their multiples into y, in one pass.</summary>
    private static void AddFourRows(double* a0, long stride, int row, double* x, double* y)
    {
        double* a1 = a0 + stride, a2 = a0 + 2 * stride, a3 = a0 + 3 * stride;
        var (x0, x1, x2, x3) =
            (new Vector<double>(x[row]), new Vector<double>(x[row + 1]), new Vector<double>(x[row + 2]), new Vector<double>(x[row + 3]));
        Vector<double> s0 = default, s1 = default, s2 = default, s3 = default;
        var column = 0;
        for (; column + Vector<double>.Count <= row; column += Vector<double>.Count)
        {
            var (v0, v1, v2, v3) = (Vector.Load(a0 + column), Vector.Load(a1 + column), Vector.Load(a2 + column), Vector.Load(a3 + column));
            var xs = Vector.Load(x + column);
            (s0, s1) = (Vector.FusedMultiplyAdd(v0, xs, s0), Vector.FusedMultiplyAdd(v1, xs, s1));
            (s2, s3) = (Vector.FusedMultiplyAdd(v2, xs, s2), Vector.FusedMultiplyAdd(v3, xs, s3));
            var ys = Vector.FusedMultiplyAdd(v0, x0, Vector.Load(y + column));
            ys = Vector.FusedMultiplyAdd(v2, x2, Vector.FusedMultiplyAdd(v1, x1, ys));
            Vector.FusedMultiplyAdd(v3, x3, ys).Store(y + column);
        }
        y[row] += Vector.Sum(s0);
        y[row + 1] += Vector.Sum(s1);
        y[row + 2] += Vector.Sum(s2);
        y[row + 3] += Vector.Sum(s3);
        for (; column < row; column++)
        {
            y[row] += a0[column] * x[column];
            y[row + 1] += a1[column] * x[column];
            y[row + 2] += a2[column] * x[column];
            y[row + 3] += a3[column] * x[column];
            y[column] += a0[column] * x[row] + a1[column] * x[row + 1] + a2[column] * x[row + 2] + a3[column] * x[row + 3];
        }
    }
}
