using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Quanta.Numerics.Processors;
using Quanta.ToyModels.Parity.Internals;

namespace Quanta.ToyModels.Parity.Networks.Internals;

/// <summary>The loops of the table network over words of 32 hidden units, compiled for one instruction set.</summary>
/// <remarks>
/// Hidden units lie in the lanes. A row's bits choose, five at a time, one of 32 partial sums that were formed for all units of the word at once:
///   z_j = base_j[subtask of the row] + sum over groups g of table_g[five bits of the row]_j,
/// one addition from memory in place of five multiply-adds, and no other instruction: every instruction set has it.
/// </remarks>
internal abstract unsafe class TableKernels
{
    /// <summary>Bits of a group.</summary>
    public const int GroupBits = 5;

    /// <summary>Sums of a group.</summary>
    public const int Entries = 1 << GroupBits;

    /// <summary>Units of a word.</summary>
    public const int WordUnits = 32;

    public static TableKernels Of(InstructionSet instructions) => instructions switch
    {
        InstructionSet.Avx512 => new VectorTableKernels<Vector512<float>, Avx512Lanes>(),
        InstructionSet.Avx2 => new VectorTableKernels<Vector256<float>, Avx2Lanes>(),
        _ => new VectorTableKernels<Vector128<float>, PortableLanes>(),
    };

    /// <summary>Writes one word's partial sums of its weights, a group's in ascending order of the bits.</summary>
    /// <param name="weights">[bits, 32], those of the data bits.</param>
    /// <param name="bits">n.</param>
    /// <param name="bias">[32], which enters the first group's sums before all weights.</param>
    /// <param name="tables">[groups, 32 sums, 32 units], written.</param>
    public abstract void BuildTables(float* weights, int bits, float* bias, float* tables);

    /// <summary>Adds a word's units to the margins of some rows, and marks which units are active.</summary>
    /// <param name="tables">See <see cref="BuildTables"/>.</param>
    /// <param name="groups">Groups of five bits.</param>
    /// <param name="rows">An even number.</param>
    /// <param name="indices">[rows, indexStride], the five bits of each group.</param>
    /// <param name="indexStride">Bytes from one row to the next.</param>
    /// <param name="bases">[subtasks, 32], what each subtask adds.</param>
    /// <param name="subtasks">[rows].</param>
    /// <param name="weights">[32], the output weights of logit 1 less those of logit 0.</param>
    /// <param name="margins">[rows], added to.</param>
    /// <param name="active">[rows], written: bit j says that unit j is active (or NaN) in the row.</param>
    public abstract void AddWord(
        float* tables, int groups, int rows, byte* indices, int indexStride, float* bases, int* subtasks, float* weights, float* margins, uint* active);

    /// <summary>sums[key, unit] = sum of slopes[row] over the key's rows in which the unit is active, in the order given.</summary>
    /// <remarks>Rows come sorted by key, so that a key's sums stay in registers: no read-modify-write of a bucket.</remarks>
    /// <param name="order">[rows], row numbers sorted by key.</param>
    /// <param name="starts">[keys + 1], where each key's rows begin in <paramref name="order"/>.</param>
    /// <param name="keys">The number of keys.</param>
    /// <param name="slopes">[rows].</param>
    /// <param name="active">[rows], see <see cref="AddWord"/>.</param>
    /// <param name="sums">[keys, 32], written.</param>
    public abstract void SumByKey(int* order, int* starts, int keys, float* slopes, uint* active, float* sums);

    /// <summary>From sums by key to the sum over the keys whose top bit is set, folding that bit away.</summary>
    /// <param name="sums">[2 * half, 32]: on return the first half holds sums by the remaining bits.</param>
    /// <param name="half">Keys without the top bit.</param>
    /// <param name="total">[32], written: the sum over keys half to 2 * half - 1, in ascending order.</param>
    public abstract void FoldTopBit(float* sums, int half, float* total);

    /// <summary>From G to the gradients of some inputs' weights, v G, and to what these inputs add to the gradient of v, the sum of W G.</summary>
    /// <param name="weights">[inputs, 32], W.</param>
    /// <param name="gradients">[inputs, 32], G, replaced by v G.</param>
    /// <param name="inputs">Their number.</param>
    /// <param name="outputSlopes">[32], v.</param>
    /// <param name="outputTerms">[32], written.</param>
    public abstract void Derive(float* weights, float* gradients, int inputs, float* outputSlopes, float* outputTerms);
}

internal sealed unsafe class VectorTableKernels<TVector, TLanes> : TableKernels
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    private static readonly AlignedBuffer<uint> UnitBits = MakeUnitBits();

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public override void BuildTables(float* weights, int bits, float* bias, float* tables)
    {
        for (var first = 0; first < bits; first += GroupBits, tables += Entries * WordUnits)
        {
            var sum = default(Word<TVector, TLanes>);
            if (first == 0) sum.Load(bias);
            sum.Store(tables);
            for (var bit = 0; bit < GroupBits; bit++)
            {
                var isBit = first + bit < bits;
                for (var entry = 0; entry < 1 << bit; entry++)
                {
                    sum.Load(tables + entry * WordUnits);
                    if (isBit) sum.Add(weights + (nint)(first + bit) * WordUnits);
                    sum.Store(tables + (entry + (1 << bit)) * WordUnits);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public override void AddWord(
        float* tables, int groups, int rows, byte* indices, int indexStride, float* bases, int* subtasks, float* weights, float* margins, uint* active)
    {
        // Two rows at a time hide the latency of additions.
        for (var row = 0; row < rows; row += 2, indices += 2 * indexStride)
        {
            Word<TVector, TLanes> first = default, second = default;
            first.Load(bases + (nint)subtasks[row] * WordUnits);
            second.Load(bases + (nint)subtasks[row + 1] * WordUnits);
            var table = tables;
            for (var group = 0; group < groups; group++, table += Entries * WordUnits)
            {
                first.Add(table + (nint)indices[group] * WordUnits);
                second.Add(table + (nint)indices[indexStride + group] * WordUnits);
            }
            active[row] = first.Active();
            active[row + 1] = second.Active();
            margins[row] += first.WeightedSum(weights);
            margins[row + 1] += second.WeightedSum(weights);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public override void SumByKey(int* order, int* starts, int keys, float* slopes, uint* active, float* sums)
    {
        var selectors = (float*)UnitBits.Data;
        for (var key = 0; key < keys; key++, sums += WordUnits)
        {
            var sum = default(Word<TVector, TLanes>);
            var end = order + starts[key + 1];
            for (var at = order + starts[key]; at < end; at++) sum.AddWhere(TLanes.Broadcast(slopes[*at]), TLanes.Broadcast(active[*at]), selectors);
            sum.Store(sums);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public override void FoldTopBit(float* sums, int half, float* total)
    {
        var sum = default(Word<TVector, TLanes>);
        for (var key = 0; key < half; key++, sums += WordUnits)
        {
            var top = default(Word<TVector, TLanes>);
            top.Load(sums + half * WordUnits);
            sum.Add(sums + half * WordUnits);
            top.Add(sums);
            top.Store(sums);
        }
        sum.Store(total);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public override void Derive(float* weights, float* gradients, int inputs, float* outputSlopes, float* outputTerms)
    {
        var sum = default(Word<TVector, TLanes>);
        for (var input = 0; input < inputs; input++, weights += WordUnits, gradients += WordUnits)
        {
            Word<TVector, TLanes> term = default, gradient = default;
            term.Load(weights);
            term.Multiply(gradients);
            sum.Add(term);
            gradient.Load(gradients);
            gradient.Multiply(outputSlopes);
            gradient.Store(gradients);
        }
        sum.Store(outputTerms);
    }

    /// <summary>[32], 1 &lt;&lt; unit.</summary>
    private static AlignedBuffer<uint> MakeUnitBits()
    {
        var bits = new AlignedBuffer<uint>(WordUnits);
        for (var unit = 0; unit < WordUnits; unit++) bits.Data[unit] = 1u << unit;
        return bits;
    }
}
