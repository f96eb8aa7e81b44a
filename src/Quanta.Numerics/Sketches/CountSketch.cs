using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Quanta.Numerics.Random;

namespace Quanta.Numerics.Sketches;

/// <summary>A count-sketch (Charikar, Chen and Farach-Colton 2002) of long vectors to m dimensions that keeps inner products in expectation:
/// every entry is added, with a random sign, to one of the m sums.</summary>
/// <remarks>Deviation: places are not drawn entry by entry. The vector is cut into slabs of m entries, and each slab is added as a whole, rotated by a random
/// shift. Two entries still meet with probability at most 1/m, and signs are independent, so an inner product's estimate is unbiased with variance at most
/// (|x|^2 |y|^2 + (x . y)^2) / m, as for the original; but slabs are added at the speed of memory. A sketch is linear, so pieces of a vector may
/// be added in any order up to rounding.</remarks>
public sealed class CountSketch
{
    private const int SignsPerByte = 8;
    private readonly byte[] _signs;
    private readonly int[] _shifts;

    /// <param name="length">The length of the vectors.</param>
    /// <param name="dimensions">m.</param>
    /// <param name="seed">The same seed gives the same sketch.</param>
    public CountSketch(long length, int dimensions, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimensions);
        (Length, Dimensions) = (length, dimensions);
        _signs = new byte[checked((int)((length + SignsPerByte - 1) / SignsPerByte))];
        _shifts = new int[checked((int)((length + dimensions - 1) / dimensions))];
        var signs = new Philox(seed, stream: 0);
        for (var i = 0; i < _signs.Length; i++) _signs[i] = (byte)signs.NextUInt32();
        var shifts = new Philox(seed, stream: 1);
        for (var i = 0; i < _shifts.Length; i++) _shifts[i] = shifts.NextInt32(dimensions);
    }

    /// <summary>The length of the vectors that are sketched.</summary>
    public long Length { get; }

    /// <summary>The length of a sketch, m.</summary>
    public int Dimensions { get; }

    /// <summary>Adds entries <paramref name="offset"/> .. of a vector to its sketch.</summary>
    /// <param name="offset">The place in the vector of the first entry.</param>
    /// <param name="entries">A piece of the vector.</param>
    /// <param name="sketch">[m], changed.</param>
    public void Add(long offset, ReadOnlySpan<float> entries, Span<float> sketch)
    {
        if (offset < 0 || offset > Length - entries.Length)
            throw new ArgumentOutOfRangeException(nameof(offset), $"Entries {offset} to {offset + entries.Length - 1} do not lie in a vector of length {Length}.");
        if (sketch.Length != Dimensions) throw new ArgumentException($"A sketch has {Dimensions} entries, but this one has {sketch.Length}.", nameof(sketch));
        while (!entries.IsEmpty)
        {
            var (slab, inSlab) = Math.DivRem(offset, Dimensions);
            var place = (int)((inSlab + _shifts[slab]) % Dimensions);
            var run = (int)Math.Min(entries.Length, Math.Min(Dimensions - inSlab, Dimensions - place));
            AddSigned(offset, entries[..run], sketch.Slice(place, run));
            entries = entries[run..];
            offset += run;
        }
    }

    /// <summary>The sign, +1 or -1, of an entry.</summary>
    internal int Sign(long index) => IsNegative(index) ? -1 : 1;

    /// <summary>Which of the m sums an entry is added to.</summary>
    internal int Place(long index) => (int)((index % Dimensions + _shifts[index / Dimensions]) % Dimensions);

    private bool IsNegative(long index) => (_signs[index / SignsPerByte] >> (int)(index % SignsPerByte) & 1) != 0;

    private void AddSigned(long offset, ReadOnlySpan<float> entries, Span<float> sums)
    {
        var start = (int)Math.Min((SignsPerByte - offset % SignsPerByte) % SignsPerByte, entries.Length);
        for (var i = 0; i < start; i++) AddOne(offset + i, entries[i], ref sums[i]);

        var selectors = Vector256.Create(1, 2, 4, 8, 16, 32, 64, 128);
        var source = MemoryMarshal.Cast<float, Vector256<float>>(entries[start..]);
        var target = MemoryMarshal.Cast<float, Vector256<float>>(sums[start..]);
        var signs = _signs.AsSpan((int)((offset + start) / SignsPerByte));
        for (var i = 0; i < source.Length; i++)
        {
            var isNegative = Vector256.Equals(Vector256.Create((int)signs[i]) & selectors, selectors);
            target[i] += (source[i].AsInt32() ^ (isNegative & Vector256.Create(int.MinValue))).AsSingle();
        }
        for (var i = start + source.Length * SignsPerByte; i < entries.Length; i++) AddOne(offset + i, entries[i], ref sums[i]);
    }

    private void AddOne(long index, float entry, ref float sum) => sum += IsNegative(index) ? -entry : entry;
}
