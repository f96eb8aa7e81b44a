using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Quanta.Numerics.Elementwise;
using Quanta.Numerics.Random;

namespace Quanta.Numerics.Sketches;

/// <summary>A count-sketch of eight rows at once to m sums each, one row a lane.</summary>
/// <remarks>Places are drawn without replacement within each slab of m entries, so that two entries of one slab never meet.</remarks>
internal sealed unsafe class RowScatter
{
    private readonly int[] _places;
    private readonly float[] _signs;

    public RowScatter(int length, int dimensions, Philox random)
    {
        (Length, Dimensions) = (length, dimensions);
        (_places, _signs) = (new int[length], new float[length]);
        var slab = new int[dimensions];
        for (var start = 0; start < length; start += dimensions)
        {
            for (var i = 0; i < dimensions; i++) slab[i] = i;
            random.Shuffle<int>(slab);
            slab.AsSpan(0, Math.Min(dimensions, length - start)).CopyTo(_places.AsSpan(start));
        }
        for (var i = 0; i < length; i++) _signs[i] = (random.NextUInt32() & 1) == 0 ? 1 : -1;
    }

    /// <summary>The length of a row.</summary>
    public int Length { get; }

    /// <summary>m.</summary>
    public int Dimensions { get; }

    /// <summary>The sign, +1 or -1, of an entry.</summary>
    public float Sign(int index) => _signs[index];

    /// <summary>Which of the m sums an entry is added to.</summary>
    public int Place(int index) => _places[index];

    /// <summary>Writes the sums of eight rows.</summary>
    /// <param name="rows">[8]: where the rows begin, each of <see cref="Length"/> values; a row may be named twice.</param>
    /// <param name="sums">[m, 8], overwritten.</param>
    public void Write(float** rows, Vector256<float>* sums)
    {
        new Span<Vector256<float>>(sums, Dimensions).Clear();
        var i = 0;
        var lines = stackalloc Vector256<float>[Lanes.Count];
        for (; i <= Length - Lanes.Count; i += Lanes.Count)
        {
            if (Avx.IsSupported) Transpose(rows, i, lines);
            else TransposeByQuarters(rows, i, lines);
            for (var j = 0; j < Lanes.Count; j++) Add(i + j, lines[j], sums);
        }
        for (; i < Length; i++)
            Add(i, Vector256.Create(rows[0][i], rows[1][i], rows[2][i], rows[3][i], rows[4][i], rows[5][i], rows[6][i], rows[7][i]), sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(int index, Vector256<float> entries, Vector256<float>* sums)
    {
        var sum = sums + _places[index];
        *sum = Vector256.FusedMultiplyAdd(entries, Vector256.Create(_signs[index]), *sum);
    }

    /// <summary>Eight entries of each of eight rows, as eight lines of one entry of every row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(float** rows, int start, Vector256<float>* lines)
    {
        for (var half = 0; half < 2; half++)
        {
            var row04 = Halves(rows, 0, start + 4 * half);
            var row15 = Halves(rows, 1, start + 4 * half);
            var row26 = Halves(rows, 2, start + 4 * half);
            var row37 = Halves(rows, 3, start + 4 * half);
            var (low01, high01) = (Avx.UnpackLow(row04, row15).AsDouble(), Avx.UnpackHigh(row04, row15).AsDouble());
            var (low23, high23) = (Avx.UnpackLow(row26, row37).AsDouble(), Avx.UnpackHigh(row26, row37).AsDouble());
            var line = lines + 4 * half;
            line[0] = Avx.UnpackLow(low01, low23).AsSingle();
            line[1] = Avx.UnpackHigh(low01, low23).AsSingle();
            line[2] = Avx.UnpackLow(high01, high23).AsSingle();
            line[3] = Avx.UnpackHigh(high01, high23).AsSingle();
        }
    }

    /// <summary>The same on processors without 256-bit vectors.</summary>
    private static void TransposeByQuarters(float** rows, int start, Vector256<float>* lines)
    {
        for (var half = 0; half < 2; half++, lines += 4, start += 4)
        {
            var (left0, left1, left2, left3) = FourByFour.Transpose(
                Vector128.Load(rows[0] + start), Vector128.Load(rows[1] + start), Vector128.Load(rows[2] + start), Vector128.Load(rows[3] + start));
            var (right0, right1, right2, right3) = FourByFour.Transpose(
                Vector128.Load(rows[4] + start), Vector128.Load(rows[5] + start), Vector128.Load(rows[6] + start), Vector128.Load(rows[7] + start));
            (lines[0], lines[1]) = (Vector256.Create(left0, right0), Vector256.Create(left1, right1));
            (lines[2], lines[3]) = (Vector256.Create(left2, right2), Vector256.Create(left3, right3));
        }
    }

    /// <summary>Four entries each of rows i and i + 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Halves(float** rows, int i, int start) =>
        Vector256.Create(Vector128.Load(rows[i] + start), Vector128.Load(rows[i + 4] + start));
}
