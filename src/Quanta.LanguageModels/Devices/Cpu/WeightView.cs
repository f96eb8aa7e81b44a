using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Devices.Cpu;

/// <summary>A weight in memory: float32, or half as wide and widened a tile of rows at a time, where it is read.</summary>
internal readonly unsafe struct WeightView(void* data, ElementType type, int rows, int columns)
{
    public int RowCount => rows;

    public int ColumnCount => columns;

    public bool IsPacked => type != ElementType.Float32;

    /// <summary>Rows <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> - 1 as float32: where they lie, or in scratch memory.</summary>
    public MatrixView Rows(int start, int count, GrowingMatrix scratch)
    {
        if (!IsPacked) return new MatrixView((float*)data + (nint)start * columns, count, columns, columns, 1);
        var tile = scratch.View(count, columns);
        for (var row = 0; row < count; row++) Widen(start + row, 1, tile.Row(row));
        return tile;
    }

    /// <summary>values = the rows, end to end.</summary>
    public void Widen(int start, int count, Span<float> values)
    {
        var length = checked(count * columns);
        switch (type)
        {
            case ElementType.Float32: new ReadOnlySpan<float>((float*)data + (nint)start * columns, length).CopyTo(values); break;
            case ElementType.Float16: TensorPrimitives.ConvertToSingle(new ReadOnlySpan<Half>((Half*)data + (nint)start * columns, length), values); break;
            default: Widen(new ReadOnlySpan<ushort>((ushort*)data + (nint)start * columns, length), values); break;
        }
    }

    /// <summary>Keeps values that its type can hold.</summary>
    /// <exception cref="ArgumentException">One of them it cannot.</exception>
    public void Narrow(ReadOnlySpan<float> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var (bits, half) = (BitConverter.SingleToUInt32Bits(values[i]), (Half)values[i]);
            var isExact = type == ElementType.BFloat16 ? (bits & 0xFFFF) == 0 : (float)half == values[i] || float.IsNaN(values[i]);
            if (!isExact) throw new ArgumentException($"A value of {values[i]:R} is no {type} number.", nameof(values));
            ((ushort*)data)[i] = type == ElementType.BFloat16 ? (ushort)(bits >> 16) : BitConverter.HalfToUInt16Bits(half);
        }
    }

    private static void Widen(ReadOnlySpan<ushort> packed, Span<float> values)
    {
        var i = 0;
        for (; i <= packed.Length - Vector256<ushort>.Count; i += Vector256<ushort>.Count)
        {
            var (lower, upper) = Vector256.Widen(Vector256.Create(packed.Slice(i, Vector256<ushort>.Count)));
            Vector256.ShiftLeft(lower, 16).AsSingle().CopyTo(values[i..]);
            Vector256.ShiftLeft(upper, 16).AsSingle().CopyTo(values[(i + Vector256<float>.Count)..]);
        }
        for (; i < packed.Length; i++) values[i] = BitConverter.UInt32BitsToSingle((uint)packed[i] << 16);
    }
}
