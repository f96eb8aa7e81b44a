using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Eigenvectors.Internals;

/// <summary>Rows of a view as spans.</summary>
internal static unsafe class RowSpans
{
    /// <summary>Row <paramref name="row"/> of a view whose column stride is 1.</summary>
    public static Span<float> RowSpan(this MatrixView view, int row) => new(view.Data + row * view.RowStride, view.ColumnCount);
}
