using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Quanta.Numerics.Elementwise;

/// <summary>Float32 values eight at a time, the last few of a span padded with zeros: an element's result never depends on where it stands.</summary>
/// <remarks>Always eight lanes, in hardware or emulated, so that lane sums have the same bits on every machine. A loop takes whole vectors while
/// <c>i &lt;= length - Lanes.Count</c> and then, where elements are left, one tail; the tail stays out of the loop, for a call in it would cost the loop its registers.
/// Debug builds check the bounds that release builds trust.</remarks>
public static class Lanes
{
    /// <summary>Elements a vector.</summary>
    public const int Count = 8;

    /// <summary>Elements [index, index + 8) of a span.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(ReadOnlySpan<float> values, int index)
    {
        Debug.Assert(index >= 0 && index <= values.Length - Count, "All eight elements must lie within the span.");
        return Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)index);
    }

    /// <summary>Writes elements [index, index + 8) of a span.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> lanes, Span<float> values, int index)
    {
        Debug.Assert(index >= 0 && index <= values.Length - Count, "All eight elements must lie within the span.");
        lanes.StoreUnsafe(ref MemoryMarshal.GetReference(values), (nuint)index);
    }

    /// <summary>The elements from <paramref name="index"/> on, fewer than eight, then zeros.</summary>
    public static Vector256<float> LoadTail(ReadOnlySpan<float> values, int index)
    {
        Span<float> padded = stackalloc float[Count];
        padded.Clear();
        values[index..].CopyTo(padded);
        return Vector256.Create<float>(padded);
    }

    /// <summary>Writes the elements from <paramref name="index"/> on, fewer than eight, and drops the other lanes.</summary>
    public static void StoreTail(Vector256<float> lanes, Span<float> values, int index)
    {
        Span<float> all = stackalloc float[Count];
        lanes.CopyTo(all);
        all[..(values.Length - index)].CopyTo(values[index..]);
    }

    /// <summary>The first <paramref name="count"/> lanes, zeros in the others: for sums of functions that do not map 0 to 0.</summary>
    public static Vector256<float> Keep(Vector256<float> lanes, int count) =>
        Vector256.ConditionalSelect(Vector256.LessThan(Vector256<float>.Indices, Vector256.Create((float)count)), lanes, default);
}

/// <summary>A sum of float32 lanes accumulated in float64, in an order that depends on the number of elements alone.</summary>
public struct LaneSum
{
    private Vector256<double> _lower, _upper;

    /// <summary>Adds eight values, each to its lane's sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector256<float> lanes)
    {
        var (lower, upper) = Vector256.Widen(lanes);
        _lower += lower;
        _upper += upper;
    }

    /// <summary>The sum over all lanes.</summary>
    public readonly double Total
    {
        get
        {
            var four = _lower + _upper;
            return four[0] + four[2] + (four[1] + four[3]);
        }
    }
}
