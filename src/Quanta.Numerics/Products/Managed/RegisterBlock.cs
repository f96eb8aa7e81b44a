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

/// <summary>The sums of one row of a register block, one or two vectors.</summary>
internal unsafe struct RowSums<TVector, TLanes, TColumns>
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
    where TColumns : struct, ICount
{
    private TVector _left, _right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(float* a, TVector b0, TVector b1)
    {
        var x = TLanes.Broadcast(a);
        _left = TLanes.MultiplyAdd(x, b0, _left);
        if (TColumns.Value > 1) _right = TLanes.MultiplyAdd(x, b1, _right);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Write(float* c, bool accumulate)
    {
        TLanes.Store(c, accumulate ? TLanes.Add(TLanes.Load(c), _left) : _left);
        if (TColumns.Value > 1)
            TLanes.Store(c + TLanes.Width, accumulate ? TLanes.Add(TLanes.Load(c + TLanes.Width), _right) : _right);
    }
}

/// <summary>The register blocks of one instruction set, by their number of rows and vectors.</summary>
internal static unsafe class RegisterBlocks<TVector, TLanes>
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    private static readonly delegate*<nint, float*, float*, nint, float*, nint, bool, void>[] OneVector = All<Count1>();
    private static readonly delegate*<nint, float*, float*, nint, float*, nint, bool, void>[] TwoVectors = All<Count2>();

    /// <summary>The block of <paramref name="rows"/> rows, and of as many vectors as <paramref name="columns"/> columns need.</summary>
    public static delegate*<nint, float*, float*, nint, float*, nint, bool, void> For(int rows, int columns) =>
        (columns <= TLanes.Width ? OneVector : TwoVectors)[rows - 1];

    private static delegate*<nint, float*, float*, nint, float*, nint, bool, void>[] All<TColumns>()
        where TColumns : struct, ICount =>
    [
        &RegisterBlock<TVector, TLanes, Count1, TColumns>.Multiply,
        &RegisterBlock<TVector, TLanes, Count2, TColumns>.Multiply,
        &RegisterBlock<TVector, TLanes, Count3, TColumns>.Multiply,
        &RegisterBlock<TVector, TLanes, Count4, TColumns>.Multiply,
        &RegisterBlock<TVector, TLanes, Count5, TColumns>.Multiply,
        &RegisterBlock<TVector, TLanes, Count6, TColumns>.Multiply,
        &RegisterBlock<TVector, TLanes, Count7, TColumns>.Multiply,
        &RegisterBlock<TVector, TLanes, Count8, TColumns>.Multiply,
        &RegisterBlock<TVector, TLanes, Count9, TColumns>.Multiply,
        &RegisterBlock<TVector, TLanes, Count10, TColumns>.Multiply,
        &RegisterBlock<TVector, TLanes, Count11, TColumns>.Multiply,
        &RegisterBlock<TVector, TLanes, Count12, TColumns>.Multiply,
        &RegisterBlock<TVector, TLanes, Count13, TColumns>.Multiply,
        &RegisterBlock<TVector, TLanes, Count14, TColumns>.Multiply,
    ];
}
