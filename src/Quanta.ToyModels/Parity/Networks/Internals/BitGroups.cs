using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Quanta.ToyModels.Parity.Networks.Internals;

/// <summary>Cuts a few neighbouring bits out of many rows of packed bits.</summary>
internal static unsafe class BitGroups
{
    /// <summary>values[row] = bits [firstBit, firstBit + count) of the row, for a multiple of 8 rows.</summary>
    /// <param name="words">Word w of row r at [w * capacity + r], from the first row wanted.</param>
    /// <param name="capacity">Words from one word of a row to its next.</param>
    /// <param name="rows">A multiple of 8.</param>
    /// <param name="firstBit">The first bit.</param>
    /// <param name="count">At most 31; bits past the last word read as 0.</param>
    /// <param name="wordsPerRow">Words of a row.</param>
    /// <param name="values">[rows], written.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Extract(ulong* words, long capacity, int rows, int firstBit, int count, int wordsPerRow, int* values)
    {
        var word = words + firstBit / 64 * capacity;
        var right = firstBit % 64;
        var crosses = right + count > 64 && firstBit / 64 + 1 < wordsPerRow;
        var mask = Vector512.Create((1UL << count) - 1);
        var shiftRight = Vector128.CreateScalar((ulong)right);
        var shiftLeft = Vector128.CreateScalar((ulong)(64 - right));
        for (var row = 0; row < rows; row += 8)
        {
            var bits = Avx512F.ShiftRightLogical(Avx512F.LoadVector512(word + row), shiftRight);
            if (crosses) bits = Avx512F.Or(bits, Avx512F.ShiftLeftLogical(Avx512F.LoadVector512(word + capacity + row), shiftLeft));
            Avx.Store(values + row, Avx512F.ConvertToVector256Int32(Avx512F.And(bits, mask)));
        }
    }
}
