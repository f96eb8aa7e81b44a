using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Quanta.ToyModels.Parity.Networks.Internals;

/// <summary>The 32 partial sums of every group of five weights of every hidden unit.</summary>
internal static unsafe class BitTables
{
    /// <summary>Writes the tables of hidden units [start, end).</summary>
    /// <param name="weights">[bits, stride], the rows of the data bits.</param>
    /// <param name="bits">n.</param>
    /// <param name="bias">[stride].</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="start">First unit.</param>
    /// <param name="end">Unit after the last.</param>
    /// <param name="tables">[units, groups, 32], written.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Build(float* weights, int bits, float* bias, int stride, int start, int end, float* tables)
    {
        var groups = (bits + LookupForward.GroupBits - 1) / LookupForward.GroupBits;
        var lane = Vector512.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        var has0 = HasBit(lane, 1);
        var has1 = HasBit(lane, 2);
        var has2 = HasBit(lane, 4);
        var has3 = HasBit(lane, 8);
        for (var j = start; j < end; j++)
        {
            for (var g = 0; g < groups; g++)
            {
                var first = g * LookupForward.GroupBits;
                var column = weights + (long)first * stride + j;
                var sum = Vector512.Create(g == 0 ? bias[j] : 0f);
                sum = Avx512F.Add(sum, Where(has0, column[0]));
                if (first + 1 < bits) sum = Avx512F.Add(sum, Where(has1, column[stride]));
                if (first + 2 < bits) sum = Avx512F.Add(sum, Where(has2, column[2L * stride]));
                if (first + 3 < bits) sum = Avx512F.Add(sum, Where(has3, column[3L * stride]));
                var fifth = Vector512.Create(first + 4 < bits ? column[4L * stride] : 0f);
                var table = tables + ((long)j * groups + g) * LookupForward.Entries;
                Avx512F.Store(table, sum);
                Avx512F.Store(table + LookupForward.Lanes, Avx512F.Add(sum, fifth));
            }
        }
    }

    private static Vector512<int> HasBit(Vector512<int> lane, int bit) =>
        Avx512F.CompareEqual(Avx512F.And(lane, Vector512.Create(bit)), Vector512.Create(bit));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Where(Vector512<int> lanes, float weight) =>
        Avx512F.And(lanes, Vector512.Create(weight).AsInt32()).AsSingle();
}
