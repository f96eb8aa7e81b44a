using System.Runtime.CompilerServices;

namespace Quanta.Numerics.Products.Managed;

/// <summary>The innermost product: a block of C held in registers while K passes by, <c>TRows.Value</c> rows by <c>TColumns.Value</c> vectors.</summary>
/// <remarks>Each element is a chain of fused multiply-adds in ascending order of K that starts from 0, for every number of rows and columns.</remarks>
internal static unsafe class RegisterBlock<TVector, TLanes, TRows, TColumns>
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
    where TRows : struct, ICount
    where TColumns : struct, ICount
{
    /// <summary>How far ahead rows of B and floats of A are fetched: beyond the latency of the second-level cache, where they mostly lie.</summary>
    private const int RowsAhead = 8, FloatsAhead = 128;

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
        var sums = default(BlockSums<TVector, TLanes, TRows, TColumns>);
        for (var row = 0; row < TRows.Value; row++) Fetch(c + row * cStride);
        for (; depth > 1; depth -= 2, a += 2 * TRows.Value, b += 2 * bStride)
        {
            if (TLanes.FetchesAhead || TRows.Value < TLanes.MaximumRows)
            {
                TLanes.Prefetch(a + FloatsAhead);
                Fetch(b + RowsAhead * bStride);
                Fetch(b + (RowsAhead + 1) * bStride);
            }
            sums.Add(a, b);
            sums.Add(a + TRows.Value, b + bStride);
        }
        if (depth > 0) sums.Add(a, b);
        sums.Write(c, cStride, accumulate);
    }

    /// <summary>Fetches the cache lines of a row of the block, which need not be aligned.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch(float* row)
    {
        TLanes.Prefetch(row);
        if (TColumns.Value > 1) TLanes.Prefetch(row + 2 * TLanes.Width - 1);
    }
}
