using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Quanta.ToyModels.Parity.Networks.Internals;

/// <summary>Cuts a few neighbouring bits out of many rows of packed bits. Word w of row r lies at [w * capacity + r].</summary>
internal static unsafe class BitGroups
{
    private const int SpreadGroups = 8;

    /// <summary>Bytes that <see cref="Spread"/> writes for each row: a whole number of eights.</summary>
    public static int SpreadStride(int bits) => (bits + SpreadGroups * TableKernels.GroupBits - 1) / (SpreadGroups * TableKernels.GroupBits) * SpreadGroups;

    /// <summary>values[row] = bits [firstBit, firstBit + count) of the row.</summary>
    /// <param name="words">From the first row wanted.</param>
    /// <param name="capacity">Words from one word of a row to its next; rows up to a multiple of 8 lie within it.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="firstBit">The first bit.</param>
    /// <param name="count">At most 31; bits past the last word read as 0.</param>
    /// <param name="wordsPerRow">Words of a row.</param>
    /// <param name="values">[rows, up to a multiple of 8], written.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Extract(ulong* words, long capacity, int rows, int firstBit, int count, int wordsPerRow, int* values)
    {
        var word = words + firstBit / 64 * capacity;
        var right = firstBit % 64;
        var next = right + count > 64 && firstBit / 64 + 1 < wordsPerRow ? word + capacity : null;
        var mask = Vector256.Create((1UL << count) - 1);
        for (var row = 0; row < rows; row += 8)
        {
            var lower = Vector256.Load(word + row) >>> right;
            var upper = Vector256.Load(word + row + 4) >>> right;
            if (next != null)
            {
                lower |= Vector256.Load(next + row) << (64 - right);
                upper |= Vector256.Load(next + row + 4) << (64 - right);
            }
            Vector256.Narrow(lower & mask, upper & mask).AsInt32().Store(values + row);
        }
    }

    /// <summary>Writes every group of five bits of a row into a byte of its own.</summary>
    /// <param name="words">From the first row wanted.</param>
    /// <param name="capacity">Words from one word of a row to its next.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="bits">n; bits past the last word read as 0.</param>
    /// <param name="groups">[rows, <see cref="SpreadStride"/>], written.</param>
    public static void Spread(ulong* words, long capacity, int rows, int bits, byte* groups)
    {
        var wordsPerRow = (bits + 63) / 64;
        var stride = SpreadStride(bits);
        for (var row = 0; row < rows; row++, groups += stride)
        {
            for (var at = 0; at < stride; at += SpreadGroups)
            {
                var first = at * TableKernels.GroupBits;
                var word = words + first / 64 * capacity + row;
                var value = *word >>> first % 64;
                if (first % 64 > 64 - SpreadGroups * TableKernels.GroupBits && first / 64 + 1 < wordsPerRow) value |= word[capacity] << (64 - first % 64);
                *(ulong*)(groups + at) = SpreadFortyBits(value);
            }
        }
    }

    /// <summary>Byte i of the result is bits 5 i to 5 i + 4: twenties are moved apart, then tens, then fives.</summary>
    private static ulong SpreadFortyBits(ulong value)
    {
        value = (value & 0xFFFFF) | (value & 0xFF_FFF0_0000) << 12;
        value = (value & 0x000003FF_000003FF) | (value & 0x000FFC00_000FFC00) << 6;
        return (value & 0x001F001F_001F001F) | (value & 0x03E003E0_03E003E0) << 3;
    }
}
