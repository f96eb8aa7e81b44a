using System.Runtime.CompilerServices;

namespace Quanta.Numerics.Products.Managed;

/// <summary>The sums of a block of C, <c>TRows.Value</c> rows by <c>TColumns.Value</c> vectors, which the compiler keeps in registers.</summary>
/// <remarks>Written once for the most rows; the compiler removes those that an instance does not have.</remarks>
internal unsafe struct BlockSums<TVector, TLanes, TRows, TColumns>
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
    where TRows : struct, ICount
    where TColumns : struct, ICount
{
    private RowSums<TVector, TLanes, TColumns> _row0, _row1, _row2, _row3, _row4, _row5, _row6, _row7, _row8, _row9, _row10, _row11, _row12, _row13;

    /// <summary>Adds the outer product of a column of A, contiguous, and a row of B.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(float* a, float* b)
    {
        var b0 = TLanes.Load(b);
        var b1 = TColumns.Value > 1 ? TLanes.Load(b + TLanes.Width) : b0;
        _row0.Add(a, b0, b1);
        if (TRows.Value > 1) _row1.Add(a + 1, b0, b1);
        if (TRows.Value > 2) _row2.Add(a + 2, b0, b1);
        if (TRows.Value > 3) _row3.Add(a + 3, b0, b1);
        if (TRows.Value > 4) _row4.Add(a + 4, b0, b1);
        if (TRows.Value > 5) _row5.Add(a + 5, b0, b1);
        if (TRows.Value > 6) _row6.Add(a + 6, b0, b1);
        if (TRows.Value > 7) _row7.Add(a + 7, b0, b1);
        if (TRows.Value > 8) _row8.Add(a + 8, b0, b1);
        if (TRows.Value > 9) _row9.Add(a + 9, b0, b1);
        if (TRows.Value > 10) _row10.Add(a + 10, b0, b1);
        if (TRows.Value > 11) _row11.Add(a + 11, b0, b1);
        if (TRows.Value > 12) _row12.Add(a + 12, b0, b1);
        if (TRows.Value > 13) _row13.Add(a + 13, b0, b1);
    }

    /// <summary>Stores the sums to C, or adds them to what it holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Write(float* c, nint stride, bool accumulate)
    {
        _row0.Write(c, accumulate);
        if (TRows.Value > 1) _row1.Write(c + stride, accumulate);
        if (TRows.Value > 2) _row2.Write(c + 2 * stride, accumulate);
        if (TRows.Value > 3) _row3.Write(c + 3 * stride, accumulate);
        if (TRows.Value > 4) _row4.Write(c + 4 * stride, accumulate);
        if (TRows.Value > 5) _row5.Write(c + 5 * stride, accumulate);
        if (TRows.Value > 6) _row6.Write(c + 6 * stride, accumulate);
        if (TRows.Value > 7) _row7.Write(c + 7 * stride, accumulate);
        if (TRows.Value > 8) _row8.Write(c + 8 * stride, accumulate);
        if (TRows.Value > 9) _row9.Write(c + 9 * stride, accumulate);
        if (TRows.Value > 10) _row10.Write(c + 10 * stride, accumulate);
        if (TRows.Value > 11) _row11.Write(c + 11 * stride, accumulate);
        if (TRows.Value > 12) _row12.Write(c + 12 * stride, accumulate);
        if (TRows.Value > 13) _row13.Write(c + 13 * stride, accumulate);
    }
}
