using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Quanta.ToyModels.Parity.Networks.Internals;

internal static unsafe class KeyFold
{
    /// <summary>From sums by key to the sum over the keys whose top bit is set, folding that bit away.</summary>
    /// <param name="sums">[2 * half, columns]: on return the first half holds sums by the remaining bits.</param>
    /// <param name="half">Keys without the top bit.</param>
    /// <param name="columns">A multiple of 16.</param>
    /// <param name="total">[columns], written: the sum over keys half to 2 * half - 1, in ascending order.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TopBit(float* sums, int half, int columns, float* total)
    {
        var top = sums + (long)half * columns;
        for (var c = 0; c < columns; c += 16)
        {
            var sum = Vector512<float>.Zero;
            for (var at = (long)c; at < (long)half * columns; at += columns)
            {
                var value = Avx512F.LoadVector512(top + at);
                sum = Avx512F.Add(sum, value);
                Avx512F.Store(sums + at, Avx512F.Add(Avx512F.LoadVector512(sums + at), value));
            }
            Avx512F.Store(total + c, sum);
        }
    }
}
