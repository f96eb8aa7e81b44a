using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Quanta.Numerics.Elementwise;

namespace Quanta.Formats.Arrays;

/// <summary>Turns rows into columns, in tiles of 8 x 8 values where the processor has 256-bit vectors, else of 4 x 4.</summary>
internal static class Transposition
{
    private const int Tile = 8, SmallTile = 4;

    /// <summary>Transposes float32 [rows, columns], row-major, to [columns, rows].</summary>
    public static void Transpose(ReadOnlySpan<float> source, int rows, int columns, Span<float> destination)
    {
        if (source.Length != (long)rows * columns || destination.Length != source.Length)
            throw new ArgumentException($"{rows} x {columns} values are required, but there are {source.Length}, and room for {destination.Length}.", nameof(source));
        var done = Avx.IsSupported ? TransposeTiles(source, rows, columns, destination) : TransposeSmallTiles(source, rows, columns, destination);
        for (var column = 0; column < columns; column++)
            for (var row = done; row < rows; row++) destination[column * rows + row] = source[row * columns + column];
    }

    /// <summary>Transposes as many groups of eight rows as can be read eight columns at a time; gives the number of rows done.</summary>
    /// <remarks>The last tile of a group begins earlier, so that it ends with the row; where a row has fewer than eight columns, it reads into the next
    /// row, and what it read there is not written.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int TransposeTiles(ReadOnlySpan<float> source, int rows, int columns, Span<float> destination)
    {
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(destination);
        var width = Math.Min(Tile, columns);
        var row = 0;
        for (; row <= rows - Tile && (row + Tile - 1) * (long)columns + Tile <= source.Length; row += Tile)
        {
            for (var column = 0; column < columns; column += Tile)
            {
                var first = Math.Max(0, Math.Min(column, columns - Tile));
                TransposeTile(ref from, (nuint)(row * columns + first), (nuint)columns, ref to, (nuint)(first * rows + row), (nuint)rows, width);
            }
        }
        return row;
    }

    /// <summary>Transposes as many groups of four rows as there are; gives the number of rows done, 0 where a row has fewer than four columns.</summary>
    internal static int TransposeSmallTiles(ReadOnlySpan<float> source, int rows, int columns, Span<float> destination)
    {
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(destination);
        var row = 0;
        if (columns < SmallTile) return row;
        for (; row <= rows - SmallTile; row += SmallTile)
        {
            for (var column = 0; column < columns; column += SmallTile)
            {
                var first = Math.Min(column, columns - SmallTile);
                TransposeSmallTile(ref from, (nuint)(row * columns + first), (nuint)columns, ref to, (nuint)(first * rows + row), (nuint)rows);
            }
        }
        return row;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeSmallTile(ref float from, nuint source, nuint sourceStride, ref float to, nuint place, nuint stride)
    {
        var (column0, column1, column2, column3) = FourByFour.Transpose(
            Vector128.LoadUnsafe(ref from, source), Vector128.LoadUnsafe(ref from, source + sourceStride),
            Vector128.LoadUnsafe(ref from, source + 2 * sourceStride), Vector128.LoadUnsafe(ref from, source + 3 * sourceStride));
        column0.StoreUnsafe(ref to, place);
        column1.StoreUnsafe(ref to, place + stride);
        column2.StoreUnsafe(ref to, place + 2 * stride);
        column3.StoreUnsafe(ref to, place + 3 * stride);
    }

    // Pairs of rows are interleaved, then pairs of pairs, then halves.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeTile(ref float from, nuint source, nuint sourceStride, ref float to, nuint place, nuint stride, int width)
    {
        var (r0, r1) = (Vector256.LoadUnsafe(ref from, source), Vector256.LoadUnsafe(ref from, source + sourceStride));
        var (r2, r3) = (Vector256.LoadUnsafe(ref from, source + 2 * sourceStride), Vector256.LoadUnsafe(ref from, source + 3 * sourceStride));
        var (r4, r5) = (Vector256.LoadUnsafe(ref from, source + 4 * sourceStride), Vector256.LoadUnsafe(ref from, source + 5 * sourceStride));
        var (r6, r7) = (Vector256.LoadUnsafe(ref from, source + 6 * sourceStride), Vector256.LoadUnsafe(ref from, source + 7 * sourceStride));
        var (a0, a1, a2, a3) = Quads(r0, r1, r2, r3);
        var (b0, b1, b2, b3) = Quads(r4, r5, r6, r7);
        Avx.Permute2x128(a0, b0, 0x20).StoreUnsafe(ref to, place);
        if (width > 1) Avx.Permute2x128(a1, b1, 0x20).StoreUnsafe(ref to, place + stride);
        if (width > 2) Avx.Permute2x128(a2, b2, 0x20).StoreUnsafe(ref to, place + 2 * stride);
        if (width > 3) Avx.Permute2x128(a3, b3, 0x20).StoreUnsafe(ref to, place + 3 * stride);
        if (width > 4) Avx.Permute2x128(a0, b0, 0x31).StoreUnsafe(ref to, place + 4 * stride);
        if (width > 5) Avx.Permute2x128(a1, b1, 0x31).StoreUnsafe(ref to, place + 5 * stride);
        if (width > 6) Avx.Permute2x128(a2, b2, 0x31).StoreUnsafe(ref to, place + 6 * stride);
        if (width > 7) Avx.Permute2x128(a3, b3, 0x31).StoreUnsafe(ref to, place + 7 * stride);
    }

    /// <summary>Four rows' values of a column side by side: columns 0 and 4, 1 and 5, 2 and 6, 3 and 7.</summary>
    private static (Vector256<float>, Vector256<float>, Vector256<float>, Vector256<float>) Quads(
        Vector256<float> r0, Vector256<float> r1, Vector256<float> r2, Vector256<float> r3)
    {
        var (low01, high01) = (Avx.UnpackLow(r0, r1), Avx.UnpackHigh(r0, r1));
        var (low23, high23) = (Avx.UnpackLow(r2, r3), Avx.UnpackHigh(r2, r3));
        return (Avx.Shuffle(low01, low23, 0x44), Avx.Shuffle(low01, low23, 0xEE), Avx.Shuffle(high01, high23, 0x44), Avx.Shuffle(high01, high23, 0xEE));
    }
}
