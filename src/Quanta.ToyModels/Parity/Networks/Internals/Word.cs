using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Quanta.ToyModels.Parity.Networks.Internals;

/// <summary>The values of 32 neighbouring hidden units, a word, in as many registers as they fill: two, four or eight.</summary>
/// <remarks>Written once for the most registers; the compiler removes those that an instruction set does not need, and keeps the others out of memory.
/// Every operation treats the units alike and sums them in one order, so results do not depend on the instruction set.</remarks>
internal unsafe struct Word<TVector, TLanes>
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    public const int Units = 32;

    private TVector _v0, _v1, _v2, _v3, _v4, _v5, _v6, _v7;

    private static bool HasFour => TLanes.Width <= 8;

    private static bool HasEight => TLanes.Width <= 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(float* source)
    {
        _v0 = TLanes.Load(source);
        _v1 = TLanes.Load(source + TLanes.Width);
        if (HasFour) (_v2, _v3) = (TLanes.Load(source + 2 * TLanes.Width), TLanes.Load(source + 3 * TLanes.Width));
        if (HasEight) (_v4, _v5) = (TLanes.Load(source + 4 * TLanes.Width), TLanes.Load(source + 5 * TLanes.Width));
        if (HasEight) (_v6, _v7) = (TLanes.Load(source + 6 * TLanes.Width), TLanes.Load(source + 7 * TLanes.Width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(float* destination)
    {
        TLanes.Store(destination, _v0);
        TLanes.Store(destination + TLanes.Width, _v1);
        if (HasFour) TLanes.Store(destination + 2 * TLanes.Width, _v2);
        if (HasFour) TLanes.Store(destination + 3 * TLanes.Width, _v3);
        if (HasEight) TLanes.Store(destination + 4 * TLanes.Width, _v4);
        if (HasEight) TLanes.Store(destination + 5 * TLanes.Width, _v5);
        if (HasEight) TLanes.Store(destination + 6 * TLanes.Width, _v6);
        if (HasEight) TLanes.Store(destination + 7 * TLanes.Width, _v7);
    }

    /// <summary>Adds 32 values from memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(float* addends)
    {
        _v0 = TLanes.Add(_v0, TLanes.Load(addends));
        _v1 = TLanes.Add(_v1, TLanes.Load(addends + TLanes.Width));
        if (HasFour) _v2 = TLanes.Add(_v2, TLanes.Load(addends + 2 * TLanes.Width));
        if (HasFour) _v3 = TLanes.Add(_v3, TLanes.Load(addends + 3 * TLanes.Width));
        if (HasEight) _v4 = TLanes.Add(_v4, TLanes.Load(addends + 4 * TLanes.Width));
        if (HasEight) _v5 = TLanes.Add(_v5, TLanes.Load(addends + 5 * TLanes.Width));
        if (HasEight) _v6 = TLanes.Add(_v6, TLanes.Load(addends + 6 * TLanes.Width));
        if (HasEight) _v7 = TLanes.Add(_v7, TLanes.Load(addends + 7 * TLanes.Width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in Word<TVector, TLanes> addend)
    {
        _v0 = TLanes.Add(_v0, addend._v0);
        _v1 = TLanes.Add(_v1, addend._v1);
        if (HasFour) _v2 = TLanes.Add(_v2, addend._v2);
        if (HasFour) _v3 = TLanes.Add(_v3, addend._v3);
        if (HasEight) _v4 = TLanes.Add(_v4, addend._v4);
        if (HasEight) _v5 = TLanes.Add(_v5, addend._v5);
        if (HasEight) _v6 = TLanes.Add(_v6, addend._v6);
        if (HasEight) _v7 = TLanes.Add(_v7, addend._v7);
    }

    /// <summary>Multiplies by 32 values from memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Multiply(float* factors)
    {
        _v0 = TLanes.Multiply(_v0, TLanes.Load(factors));
        _v1 = TLanes.Multiply(_v1, TLanes.Load(factors + TLanes.Width));
        if (HasFour) _v2 = TLanes.Multiply(_v2, TLanes.Load(factors + 2 * TLanes.Width));
        if (HasFour) _v3 = TLanes.Multiply(_v3, TLanes.Load(factors + 3 * TLanes.Width));
        if (HasEight) _v4 = TLanes.Multiply(_v4, TLanes.Load(factors + 4 * TLanes.Width));
        if (HasEight) _v5 = TLanes.Multiply(_v5, TLanes.Load(factors + 5 * TLanes.Width));
        if (HasEight) _v6 = TLanes.Multiply(_v6, TLanes.Load(factors + 6 * TLanes.Width));
        if (HasEight) _v7 = TLanes.Multiply(_v7, TLanes.Load(factors + 7 * TLanes.Width));
    }

    /// <summary>Adds one value to the units whose bit is set.</summary>
    /// <param name="addend">The value, in every lane.</param>
    /// <param name="bits">The 32 units' bits, in every lane.</param>
    /// <param name="selectors">[32], 1 &lt;&lt; unit.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddWhere(TVector addend, TVector bits, float* selectors)
    {
        _v0 = TLanes.AddWhere(_v0, addend, bits, TLanes.Load(selectors));
        _v1 = TLanes.AddWhere(_v1, addend, bits, TLanes.Load(selectors + TLanes.Width));
        if (HasFour) _v2 = TLanes.AddWhere(_v2, addend, bits, TLanes.Load(selectors + 2 * TLanes.Width));
        if (HasFour) _v3 = TLanes.AddWhere(_v3, addend, bits, TLanes.Load(selectors + 3 * TLanes.Width));
        if (HasEight) _v4 = TLanes.AddWhere(_v4, addend, bits, TLanes.Load(selectors + 4 * TLanes.Width));
        if (HasEight) _v5 = TLanes.AddWhere(_v5, addend, bits, TLanes.Load(selectors + 5 * TLanes.Width));
        if (HasEight) _v6 = TLanes.AddWhere(_v6, addend, bits, TLanes.Load(selectors + 6 * TLanes.Width));
        if (HasEight) _v7 = TLanes.AddWhere(_v7, addend, bits, TLanes.Load(selectors + 7 * TLanes.Width));
    }

    /// <summary>Bit j says that unit j is active, or NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly uint Active()
    {
        var bits = TLanes.Active(_v0) | TLanes.Active(_v1) << TLanes.Width;
        if (HasFour) bits |= TLanes.Active(_v2) << (2 * TLanes.Width) | TLanes.Active(_v3) << (3 * TLanes.Width);
        if (HasEight) bits |= TLanes.Active(_v4) << (4 * TLanes.Width) | TLanes.Active(_v5) << (5 * TLanes.Width);
        if (HasEight) bits |= TLanes.Active(_v6) << (6 * TLanes.Width) | TLanes.Active(_v7) << (7 * TLanes.Width);
        return bits;
    }

    /// <summary>The sum over units of ReLU times weight: products first, then halves onto halves, 32 to 16 to 8 to 4 to 2 to 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly float WeightedSum(float* weights)
    {
        var sum = HasEight ? Pair(weights, 0, _v0, 4, _v4) : HasFour ? Pair(weights, 0, _v0, 2, _v2) : Pair(weights, 0, _v0, 1, _v1);
        if (HasFour && !HasEight) sum = TLanes.Add(sum, Pair(weights, 1, _v1, 3, _v3));
        if (HasEight)
        {
            var odd = TLanes.Add(Pair(weights, 1, _v1, 5, _v5), Pair(weights, 3, _v3, 7, _v7));
            sum = TLanes.Add(TLanes.Add(sum, Pair(weights, 2, _v2, 6, _v6)), odd);
        }
        var four = TLanes.Fold(sum);
        var two = four + Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1));
        return two[0] + two[1];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Pair(float* weights, int first, TVector firstValue, int second, TVector secondValue) => TLanes.Add(
        TLanes.Multiply(TLanes.Rectify(firstValue), TLanes.Load(weights + first * TLanes.Width)),
        TLanes.Multiply(TLanes.Rectify(secondValue), TLanes.Load(weights + second * TLanes.Width)));
}
