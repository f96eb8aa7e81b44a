using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Quanta.Scaling.Losses;

/// <summary>How many losses of every column fall into each of many narrow bins, in bits; coarser histograms are sums of these.</summary>
/// <remarks>Bins are half open. The published ones are, too, but for the last one, which holds the end of the range; here a loss of exactly that many bits
/// lies in the bin after. The bin is found in float32, which blurs the narrow bins' edges by up to two thousandths of their width. A loss that rounding
/// made negative, by less than a narrow bin, counts as 0.</remarks>
public sealed class LossHistogram : LossStatistic
{
    /// <summary>Narrow bins of 0.002 bits: 9 of them are a bin of the published 1000 on [0, 18], 3 one of the 3000 on it, 5 one of the 3000 on
    /// [0, 30].</summary>
    public const int BinsPerBit = 500;

    /// <summary>The upper end of the narrow bins, in bits.</summary>
    public const int GreatestBits = 30;

    private const int Bins = BinsPerBit * GreatestBits;

    // Slot 0 is below the range, slots 1 to Bins are the bins, slot Bins + 1 is above.
    private const int Slots = Bins + 2;
    private const float BinsPerNat = (float)(BinsPerBit / 0.69314718055994530942);
    private const int LossesAtOnce = 512;
    private readonly BinCounts[] _counts;

    public LossHistogram(int columns) => _counts = [.. Enumerable.Range(0, columns).Select(_ => new BinCounts(Slots))];

    /// <summary>Losses of a column that are negative, by more than rounding can make them.</summary>
    public long CountBelow(int column) => _counts[column].Counts[0];

    /// <summary>Losses of a column above <see cref="GreatestBits"/>.</summary>
    public long CountAbove(int column) => _counts[column].Counts[Slots - 1];

    /// <summary>How many losses of a column fall into each of equal bins.</summary>
    /// <param name="column">The column.</param>
    /// <param name="bins">How many bins.</param>
    /// <param name="bits">The upper end of the last one, at most <see cref="GreatestBits"/>.</param>
    /// <exception cref="ArgumentException">The bins are not made of whole narrow ones.</exception>
    public long[] Counts(int column, int bins, int bits)
    {
        if (bins < 1 || bits < 1 || bits > GreatestBits || bits * BinsPerBit % bins != 0)
        {
            throw new ArgumentException(
                $"Bins must be made of narrow ones of 1/{BinsPerBit} bits up to {GreatestBits}, but {bins} bins to {bits} bits were asked for.", nameof(bins));
        }
        var narrow = bits * BinsPerBit / bins;
        var slots = _counts[column].Counts.Slice(1, Bins);
        var counts = new long[bins];
        for (var bin = 0; bin < bins; bin++)
            foreach (var count in slots.Slice(bin * narrow, narrow)) counts[bin] += count;
        return counts;
    }

    /// <summary>The density p(L) over [0, bits], a value a bin, per bit; normalised over what falls into the range, as the published ones are.</summary>
    public double[] Density(int column, int bins, int bits)
    {
        var counts = Counts(column, bins, bits);
        var scale = (double)bins / bits / counts.Sum();
        return [.. counts.Select(count => count * scale)];
    }

    /// <summary>The share of a column's losses that lie below a whole number of narrow bins.</summary>
    public double ShareBelow(int column, double bits)
    {
        var slots = _counts[column].Counts;
        var (below, all) = (0L, 0L);
        for (var slot = 0; slot < Slots; slot++)
        {
            all += slots[slot];
            if (slot <= bits * BinsPerBit) below += slots[slot];
        }
        return (double)below / all;
    }

    protected internal override LossStatistic Fork() => new LossHistogram(_counts.Length);

    protected internal override void Add(LossBlock block)
    {
        for (var column = 0; column < _counts.Length; column++) Count(block.Column(column), _counts[column]);
    }

    protected internal override void Merge(LossStatistic fork)
    {
        for (var column = 0; column < _counts.Length; column++) _counts[column].Merge(((LossHistogram)fork)._counts[column]);
    }

    // Slots are found eight at a time and counted one at a time, a few hundred later, so that the vector and the scalar part do not wait for one another.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Count(ReadOnlySpan<float> losses, BinCounts counts)
    {
        Span<int> slots = stackalloc int[LossesAtOnce];
        ref var first = ref MemoryMarshal.GetReference(losses);
        var done = 0;
        for (; done <= losses.Length - LossesAtOnce; done += LossesAtOnce)
        {
            for (var i = 0; i < LossesAtOnce; i += Vector256<float>.Count)
                SlotsOf(Vector256.LoadUnsafe(ref first, (nuint)(done + i))).StoreUnsafe(ref MemoryMarshal.GetReference(slots), (nuint)i);
            counts.Add(slots);
        }
        var rest = losses[done..];
        for (var i = 0; i < rest.Length; i++) slots[i] = SlotsOf(Vector256.Create(rest[i]))[0];
        counts.Add(slots[..rest.Length]);
    }

    // Clamping comes before the conversion, so that every slot lies within the table; the conversion truncates, so that -0.3 of a bin counts as 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> SlotsOf(Vector256<float> losses) => Vector256.ConvertToInt32Native(
        Vector256.MinNative(Vector256.MaxNative(losses * BinsPerNat, Vector256.Create(-1f)), Vector256.Create((float)Bins))) + Vector256<int>.One;
}

/// <summary>How often each of a number of bins was met.</summary>
/// <remarks>Losses crowd in few bins, and a count that has just been written cannot be read at once: bins are counted in two tables in turns. The tables
/// are of 32 bits, half as large and so nearer to the processor, and are emptied before they could overflow.</remarks>
internal sealed class BinCounts(int bins)
{
    private readonly uint[] _recent = new uint[2 * bins];
    private readonly long[] _counts = new long[bins];
    private long _inRecent;

    /// <summary>The counts, [bins].</summary>
    public ReadOnlySpan<long> Counts
    {
        get
        {
            Empty();
            return _counts;
        }
    }

    /// <summary>Counts bins once for each time they are listed.</summary>
    /// <param name="listed">Each at least 0 and below the number of bins: this is not checked.</param>
    public void Add(ReadOnlySpan<int> listed)
    {
        if ((_inRecent += listed.Length) > uint.MaxValue)
        {
            Empty();
            _inRecent = listed.Length;
        }
        AddToRecent(listed);
    }

    public void Merge(BinCounts other)
    {
        var counts = other.Counts;
        for (var bin = 0; bin < counts.Length; bin++) _counts[bin] += counts[bin];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddToRecent(ReadOnlySpan<int> listed)
    {
        ref var even = ref MemoryMarshal.GetArrayDataReference(_recent);
        ref var odd = ref Unsafe.Add(ref even, bins);
        foreach (var pair in MemoryMarshal.Cast<int, ulong>(listed))
        {
            Unsafe.Add(ref even, (nuint)(uint)pair)++;
            Unsafe.Add(ref odd, (nuint)(pair >> 32))++;
        }
        if ((listed.Length & 1) != 0) Unsafe.Add(ref even, listed[^1])++;
    }

    private void Empty()
    {
        for (var bin = 0; bin < bins; bin++) _counts[bin] += (long)_recent[bin] + _recent[bins + bin];
        Array.Clear(_recent);
        _inRecent = 0;
    }
}
