using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Quanta.ToyModels.Parity.Networks.Internals;

/// <summary>Hidden units of many rows without multiplications: five bits at once choose one of 32 partial sums that stand in two vector registers.</summary>
/// <remarks>
/// Legend: j a hidden unit, g a group of five bits, r a vector of 16 rows, 8 of which make a block.
/// z_jr = base_j[subtask of r] + sum over g of table_jg[five bits of r]: one permutation of two registers and one addition replace five multiply-adds.
/// Rows lie in the vector's lanes, so the sum over units that makes the margin needs no horizontal addition.
/// </remarks>
internal static unsafe class LookupForward
{
    public const int GroupBits = 5;
    public const int Entries = 32;
    public const int Lanes = 16;
    public const int BlockRows = 8 * Lanes;

    public static bool IsSupported => Avx512F.IsSupported && Avx2.IsSupported;

    /// <summary>Adds the units of one column word (at most 32) to the margins of one block and marks which units are active.</summary>
    /// <param name="tables">[columns, groups, 32], partial sums; the unit's bias is in every entry of its first table.</param>
    /// <param name="groups">Groups of five bits.</param>
    /// <param name="columns">Hidden units, at most 32.</param>
    /// <param name="indices">[groups, 128], the five bits of each row.</param>
    /// <param name="units">The first unit's value in each subtask's base row; a row's own is at its offset.</param>
    /// <param name="offsets">[128], where the base row of each row's subtask begins.</param>
    /// <param name="uniform">[8], not 0 where a vector's 16 rows share their subtask.</param>
    /// <param name="slopes">[columns], the output weight of logit 1 less that of logit 0.</param>
    /// <param name="margins">[128], added to.</param>
    /// <param name="active">[128], written: bit j says that unit j is active (or NaN) in the row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddColumns(
        float* tables, int groups, int columns, int* indices, float* units, int* offsets, byte* uniform, float* slopes, float* margins, uint* active)
    {
        for (var r = 0; r < 8; r++) Avx512F.Store(active + r * Lanes, Vector512<uint>.Zero);
        for (var j = 0; j < columns; j++)
        {
            var column = units + j;
            var z0 = Base(column, offsets, uniform[0]);
            var z1 = Base(column, offsets + 16, uniform[1]);
            var z2 = Base(column, offsets + 32, uniform[2]);
            var z3 = Base(column, offsets + 48, uniform[3]);
            var z4 = Base(column, offsets + 64, uniform[4]);
            var z5 = Base(column, offsets + 80, uniform[5]);
            var z6 = Base(column, offsets + 96, uniform[6]);
            var z7 = Base(column, offsets + 112, uniform[7]);
            var index = indices;
            for (var g = 0; g < groups; g++)
            {
                var low = Avx512F.LoadVector512(tables);
                var high = Avx512F.LoadVector512(tables + 16);
                z0 = Avx512F.Add(z0, Avx512F.PermuteVar16x32x2(low, Avx512F.LoadVector512(index), high));
                z1 = Avx512F.Add(z1, Avx512F.PermuteVar16x32x2(low, Avx512F.LoadVector512(index + 16), high));
                z2 = Avx512F.Add(z2, Avx512F.PermuteVar16x32x2(low, Avx512F.LoadVector512(index + 32), high));
                z3 = Avx512F.Add(z3, Avx512F.PermuteVar16x32x2(low, Avx512F.LoadVector512(index + 48), high));
                z4 = Avx512F.Add(z4, Avx512F.PermuteVar16x32x2(low, Avx512F.LoadVector512(index + 64), high));
                z5 = Avx512F.Add(z5, Avx512F.PermuteVar16x32x2(low, Avx512F.LoadVector512(index + 80), high));
                z6 = Avx512F.Add(z6, Avx512F.PermuteVar16x32x2(low, Avx512F.LoadVector512(index + 96), high));
                z7 = Avx512F.Add(z7, Avx512F.PermuteVar16x32x2(low, Avx512F.LoadVector512(index + 112), high));
                tables += Entries;
                index += BlockRows;
            }
            var slope = Vector512.Create(slopes[j]);
            var bit = Vector512.Create(1u << j);
            Finish(z0, slope, bit, margins, active);
            Finish(z1, slope, bit, margins + 16, active + 16);
            Finish(z2, slope, bit, margins + 32, active + 32);
            Finish(z3, slope, bit, margins + 48, active + 48);
            Finish(z4, slope, bit, margins + 64, active + 64);
            Finish(z5, slope, bit, margins + 80, active + 80);
            Finish(z6, slope, bit, margins + 96, active + 96);
            Finish(z7, slope, bit, margins + 112, active + 112);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Base(float* column, int* offsets, byte uniform)
    {
        if (uniform != 0) return Vector512.Create(column[offsets[0]]);
        return Vector512.Create(
            Avx2.GatherVector256(column, Avx.LoadVector256(offsets), sizeof(float)), Avx2.GatherVector256(column, Avx.LoadVector256(offsets + 8), sizeof(float)));
    }

    /// <summary>ReLU, output weight and activity mark. "Not at most 0" lets NaN through.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(Vector512<float> z, Vector512<float> slope, Vector512<uint> bit, float* margins, uint* active)
    {
        var isActive = Avx512F.CompareNotLessThanOrEqual(z, Vector512<float>.Zero);
        var margin = Avx512F.LoadVector512(margins);
        var marks = Avx512F.LoadVector512(active);
        Avx512F.Store(margins, Avx512F.BlendVariable(margin, Avx512F.FusedMultiplyAdd(slope, z, margin), isActive));
        Avx512F.Store(active, Avx512F.BlendVariable(marks, Avx512F.Or(marks, bit), isActive.AsUInt32()));
    }
}
