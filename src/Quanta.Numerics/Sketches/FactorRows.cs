using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Sketches;

/// <summary>One side of a sum of outer products: row t of it and row First + t of the other side, which several sums may share, make one product.</summary>
/// <param name="Number">Which sum it is, e.g. the index of a prediction.</param>
/// <param name="Rows">[T, outputs], columns side by side, e.g. the gradients of a linear map's outputs.</param>
/// <param name="First">The row of the other side that belongs to row 0.</param>
public readonly record struct FactorRows(int Number, MatrixView Rows, int First)
{
    /// <summary>One past the row of the other side that belongs to the last row.</summary>
    public int End => First + Rows.RowCount;
}
