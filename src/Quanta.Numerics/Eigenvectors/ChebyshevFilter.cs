using System.Numerics;
using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Eigenvectors;

/// <summary>X := T_m((A - centre) / halfWidth) X: damps what lies in an interval to at most 1 and lets what lies right of it grow as cosh(m acosh
/// x).</summary>
/// <remarks>The three-term recurrence on a panel of columns at a time, so that three panels are the only extra memory.
/// Directions already found are projected out at each step, because rounding along them would grow fastest of all.</remarks>
internal sealed unsafe class ChebyshevFilter(ISymmetricOperator a, BlockProducts products)
{
    private const int PanelColumns = 256;

    /// <param name="x">[n, p], overwritten.</param>
    /// <param name="image">[n, p]: A X, which saves the first step.</param>
    /// <param name="locked">[n, q]: orthonormal columns to stay away from.</param>
    /// <param name="interval">What to damp.</param>
    /// <param name="degree">m, at least 1.</param>
    /// <param name="cancellation">Stops between products.</param>
    public void Apply(
        MatrixView x, MatrixView image, MatrixView locked, (double Low, double High) interval, int degree, CancellationToken cancellation)
    {
        var width = Math.Min(PanelColumns, x.ColumnCount);
        using Matrix first = new(a.Size, width), second = new(a.Size, width), third = new(a.Size, width);
        for (var start = 0; start < x.ColumnCount; start += width)
        {
            var count = Math.Min(width, x.ColumnCount - start);
            var (xs, images) = (x.Columns(start, count), image.Columns(start, count));
            var (previous, current, next) = (Narrow(first, count), Narrow(second, count), Narrow(third, count));
            var (centre, half) = ((interval.High + interval.Low) / 2, (interval.High - interval.Low) / 2);
            Combine(1 / half, images, -centre / half, xs, 0, xs, current);
            products.ProjectOut(locked, current);
            Combine(1, xs, 0, xs, 0, xs, previous);
            for (var step = 2; step <= degree; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                a.Apply(current, next);
                Combine(2 / half, next, -2 * centre / half, current, -1, previous, previous);
                products.ProjectOut(locked, previous);
                (previous, current) = (current, previous);
            }
            Combine(1, current, 0, current, 0, current, xs);
        }
    }

    private static MatrixView Narrow(Matrix panel, int columns) => new(panel.View.Data, panel.Rows, columns, columns, 1);

    /// <summary>target = f x + g y + h z, element by element; the target may be any of them.</summary>
    private void Combine(double f, MatrixView x, double g, MatrixView y, double h, MatrixView z, MatrixView target) =>
        Workers.RunPieces(x.RowCount, 256, products.Threads, (start, end) =>
        {
            for (var i = start; i < end; i++) CombineRow((float)f, x.RowSpan(i), (float)g, y.RowSpan(i), (float)h, z.RowSpan(i), target.RowSpan(i));
        });

    private static void CombineRow(float f, ReadOnlySpan<float> x, float g, ReadOnlySpan<float> y, float h, ReadOnlySpan<float> z, Span<float> target)
    {
        var j = 0;
        for (; j + Vector<float>.Count <= target.Length; j += Vector<float>.Count)
            (f * new Vector<float>(x[j..]) + g * new Vector<float>(y[j..]) + h * new Vector<float>(z[j..])).CopyTo(target[j..]);
        for (; j < target.Length; j++) target[j] = f * x[j] + g * y[j] + h * z[j];
    }
}
