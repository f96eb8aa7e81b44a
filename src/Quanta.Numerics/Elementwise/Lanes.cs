using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Quanta.Numerics.Elementwise;

/// <summary>Float32 values eight at a time, the last few of a span padded with zeros: an element's result never depends on where it stands.</summary>
/// <remarks>Always eight lanes, in hardware or emulated, so that lane sums have the same bits on every machine.
/// Debug builds check the bounds that release builds trust.</remarks>
public static class Lanes
{
    /// <summary>Elements a vector.</summary>
    public const int Count = 8;

    /// <summary>Elements [index, index + 8) of a span, zeros beyond its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(ReadOnlySpan<float> values, int index)
    {
        Debug.Assert(index >= 0 && index < values.Length, "The first element must lie within the span.");
        return values.Length - index >= Count
            ? Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)index)
            : LoadTail(values[index..]);
    }

    /// <summary>Writes lanes to elements [index, index + 8) of a span, dropping those beyond its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> lanes, Span<float> values, int index)
    {
        Debug.Assert(index >= 0 && index < values.Length, "The first element must lie within the span.");
        if (values.Length - index >= Count) lanes.StoreUnsafe(ref MemoryMarshal.GetReference(values), (nuint)index);
        else StoreTail(lanes, values[index..]);
    }

    /// <summary>The first <paramref name="count"/> lanes, zeros in the others: for sums over functions that do not map 0 to 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Keep(Vector256<float> lanes, int count) =>
        count >= Count ? lanes : Vector256.ConditionalSelect(Vector256.LessThan(Vector256<float>.Indices, Vector256.Create((float)count)), lanes, default);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector256<float> LoadTail(ReadOnlySpan<float> tail)
    {
        Span<float> padded = stackalloc float[Count];
        padded.Clear();
        tail.CopyTo(padded);
        return Vector256.Create<float>(padded);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StoreTail(Vector256<float> lanes, Span<float> tail)
    {
        Span<float> all = stackalloc float[Count];
        lanes.CopyTo(all);
        all[..tail.Length].CopyTo(tail);
    }
}
