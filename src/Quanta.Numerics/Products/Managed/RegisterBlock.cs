using System.Runtime.CompilerServices;

namespace Quanta.Numerics.Products.Managed;

/// <summary>The innermost product: a block of C held in registers while K passes by, <c>TRows.Value</c> rows by <c>TColumns.Value</c> vectors.</summary>
/// <remarks>Each element is a chain of fused multiply-adds in ascending order of K that starts from 0, for every number of rows and columns.
/// Written once; the compiler removes the rows and vectors that an instance does not have.</remarks>
internal static unsafe class RegisterBlock<TVector, TLanes, TRows, TColumns>
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
    where TRows : struct, ICount
    where TColumns : struct, ICount
{
    /// <summary>How far ahead A and B are fetched: beyond the latency of the second-level cache, where both mostly lie.</summary>
    private const int PrefetchedFloats = 128, PrefetchedDepth = 8;

    /// <summary>C = A B, or C += A B when <paramref name="accumulate"/>.</summary>
    /// <param name="depth">K.</param>
    /// <param name="a">[K, rows], contiguous: a narrow panel.</param>
    /// <param name="b">[K, columns]: a wide panel, or a part of B itself.</param>
    /// <param name="bStride">Floats from one row of B to the next.</param>
    /// <param name="c">[rows, columns].</param>
    /// <param name="cStride">Floats from one row of C to the next.</param>
    /// <param name="accumulate">Add to what C holds.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(nint depth, float* a, float* b, nint bStride, float* c, nint cStride, bool accumulate)
    {
        var row0 = default(RowSums<TVector, TLanes, TColumns>);
        var row1 = default(RowSums<TVector, TLanes, TColumns>);
        var row2 = default(RowSums<TVector, TLanes, TColumns>);
        var row3 = default(RowSums<TVector, TLanes, TColumns>);
        var row4 = default(RowSums<TVector, TLanes, TColumns>);
        var row5 = default(RowSums<TVector, TLanes, TColumns>);
        var row6 = default(RowSums<TVector, TLanes, TColumns>);
        var row7 = default(RowSums<TVector, TLanes, TColumns>);
        var row8 = default(RowSums<TVector, TLanes, TColumns>);
        var row9 = default(RowSums<TVector, TLanes, TColumns>);
        var row10 = default(RowSums<TVector, TLanes, TColumns>);
        var row11 = default(RowSums<TVector, TLanes, TColumns>);
        var row12 = default(RowSums<TVector, TLanes, TColumns>);
        var row13 = default(RowSums<TVector, TLanes, TColumns>);
        for (var row = 0; row < TRows.Value; row++) RowSums<TVector, TLanes, TColumns>.Prefetch(c + row * cStride);
        for (; depth > 0; depth--, a += TRows.Value, b += bStride)
        {
            TLanes.Prefetch(a + PrefetchedFloats);
            RowSums<TVector, TLanes, TColumns>.Prefetch(b + PrefetchedDepth * bStride);
            var b0 = TLanes.Load(b);
            var b1 = TColumns.Value > 1 ? TLanes.Load(b + TLanes.Width) : b0;
            row0.Add(a, b0, b1);
            if (TRows.Value > 1) row1.Add(a + 1, b0, b1);
            if (TRows.Value > 2) row2.Add(a + 2, b0, b1);
            if (TRows.Value > 3) row3.Add(a + 3, b0, b1);
            if (TRows.Value > 4) row4.Add(a + 4, b0, b1);
            if (TRows.Value > 5) row5.Add(a + 5, b0, b1);
            if (TRows.Value > 6) row6.Add(a + 6, b0, b1);
            if (TRows.Value > 7) row7.Add(a + 7, b0, b1);
            if (TRows.Value > 8) row8.Add(a + 8, b0, b1);
            if (TRows.Value > 9) row9.Add(a + 9, b0, b1);
            if (TRows.Value > 10) row10.Add(a + 10, b0, b1);
            if (TRows.Value > 11) row11.Add(a + 11, b0, b1);
            if (TRows.Value > 12) row12.Add(a + 12, b0, b1);
            if (TRows.Value > 13) row13.Add(a + 13, b0, b1);
        }
        row0.Write(c, accumulate);
        if (TRows.Value > 1) row1.Write(c + cStride, accumulate);
        if (TRows.Value > 2) row2.Write(c + 2 * cStride, accumulate);
        if (TRows.Value > 3) row3.Write(c + 3 * cStride, accumulate);
        if (TRows.Value > 4) row4.Write(c + 4 * cStride, accumulate);
        if (TRows.Value > 5) row5.Write(c + 5 * cStride, accumulate);
        if (TRows.Value > 6) row6.Write(c + 6 * cStride, accumulate);
        if (TRows.Value > 7) row7.Write(c + 7 * cStride, accumulate);
        if (TRows.Value > 8) row8.Write(c + 8 * cStride, accumulate);
        if (TRows.Value > 9) row9.Write(c + 9 * cStride, accumulate);
        if (TRows.Value > 10) row10.Write(c + 10 * cStride, accumulate);
        if (TRows.Value > 11) row11.Write(c + 11 * cStride, accumulate);
        if (TRows.Value > 12) row12.Write(c + 12 * cStride, accumulate);
        if (TRows.Value > 13) row13.Write(c + 13 * cStride, accumulate);
    }
}
