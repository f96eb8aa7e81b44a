using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Quanta.ToyModels.Parity.Networks.Internals;

/// <summary>For each key, the sum over its rows of the row's slope, taken by the hidden units that are active in the row.</summary>
/// <remarks>Rows come sorted by key, so a key's sums stay in registers: one masked addition for 16 units of a row, and no read-modify-write of a bucket.
/// A key's rows are added in the order given.</remarks>
internal static unsafe class MaskedSums
{
    /// <summary>sums[key, unit] = sum of slopes[row] over the key's rows in which the unit is active, for two words of 32 units.</summary>
    /// <param name="order">[rows], row numbers sorted by key.</param>
    /// <param name="starts">[keys + 1], where each key's rows begin in <paramref name="order"/>.</param>
    /// <param name="keys">The number of keys.</param>
    /// <param name="slopes">[rows].</param>
    /// <param name="low">[rows], activity of the first 32 units.</param>
    /// <param name="high">[rows], activity of the next 32.</param>
    /// <param name="sums">[keys, 64], written.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Of64(int* order, int* starts, int keys, float* slopes, uint* low, uint* high, float* sums)
    {
        var select0 = Selectors(0);
        var select1 = Selectors(16);
        for (var key = 0; key < keys; key++)
        {
            var s0 = Vector512<float>.Zero;
            var s1 = Vector512<float>.Zero;
            var s2 = Vector512<float>.Zero;
            var s3 = Vector512<float>.Zero;
            var end = order + starts[key + 1];
            for (var at = order + starts[key]; at < end; at++)
            {
                var row = *at;
                var slope = Vector512.Create(slopes[row]);
                var activeLow = Vector512.Create(low[row]);
                var activeHigh = Vector512.Create(high[row]);
                s0 = AddWhere(s0, slope, activeLow, select0);
                s1 = AddWhere(s1, slope, activeLow, select1);
                s2 = AddWhere(s2, slope, activeHigh, select0);
                s3 = AddWhere(s3, slope, activeHigh, select1);
            }
            Avx512F.Store(sums, s0);
            Avx512F.Store(sums + 16, s1);
            Avx512F.Store(sums + 32, s2);
            Avx512F.Store(sums + 48, s3);
            sums += 64;
        }
    }

    /// <summary>As <see cref="Of64"/> for one word of 32 units; sums are [keys, 32].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Of32(int* order, int* starts, int keys, float* slopes, uint* active, float* sums)
    {
        var select0 = Selectors(0);
        var select1 = Selectors(16);
        for (var key = 0; key < keys; key++)
        {
            var s0 = Vector512<float>.Zero;
            var s1 = Vector512<float>.Zero;
            var end = order + starts[key + 1];
            for (var at = order + starts[key]; at < end; at++)
            {
                var row = *at;
                var slope = Vector512.Create(slopes[row]);
                var activeHere = Vector512.Create(active[row]);
                s0 = AddWhere(s0, slope, activeHere, select0);
                s1 = AddWhere(s1, slope, activeHere, select1);
            }
            Avx512F.Store(sums, s0);
            Avx512F.Store(sums + 16, s1);
            sums += 32;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Selectors(int first) => Avx512F.ShiftLeftLogicalVariable(
        Vector512.Create(1u << first), Vector512.Create(0u, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> AddWhere(Vector512<float> sum, Vector512<float> slope, Vector512<uint> active, Vector512<uint> select)
    {
        var isActive = Avx512F.CompareNotEqual(Avx512F.And(active, select), Vector512<uint>.Zero);
        return Avx512F.BlendVariable(sum, Avx512F.Add(sum, slope), isActive.AsSingle());
    }
}
