using System.Runtime.CompilerServices;

namespace Quanta.Numerics.Products.Managed;

/// <summary>The sums of one row of a register block, one or two vectors.</summary>
internal unsafe struct RowSums<TVector, TLanes, TColumns>
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
    where TColumns : struct, ICount
{
    private TVector _left, _right;

    /// <summary>Fetches the cache lines of the vectors at <paramref name="address"/>, which need not be aligned.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(float* address)
    {
        TLanes.Prefetch(address);
        if (TColumns.Value > 1) TLanes.Prefetch(address + 2 * TLanes.Width - 1);
    }

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
