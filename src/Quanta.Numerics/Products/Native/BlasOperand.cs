using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Products.Native;

/// <summary>A matrix as BLAS wants it: rows or columns contiguous, the other stride an int.</summary>
internal readonly unsafe record struct BlasOperand(nint Address, int Order, int Stride)
{
    public float* Data => (float*)Address;

    /// <summary>Null where neither rows nor columns are contiguous, or the stride does not suit.</summary>
    public static BlasOperand? Of(MatrixView m) =>
        HasContiguousRows(m) ? new BlasOperand((nint)m.Data, Cblas.NoTranspose, RowStride(m))
        : HasContiguousRows(m.Transposed) ? new BlasOperand((nint)m.Data, Cblas.Transpose, RowStride(m.Transposed))
        : null;

    private static bool HasContiguousRows(MatrixView m) =>
        (m.ColumnStride == 1 || m.ColumnCount == 1) && (m.RowCount == 1 || (m.RowStride >= m.ColumnCount && m.RowStride <= int.MaxValue));

    /// <summary>BLAS checks the stride even of a single row.</summary>
    private static int RowStride(MatrixView m) => m.RowCount == 1 ? m.ColumnCount : (int)m.RowStride;
}
