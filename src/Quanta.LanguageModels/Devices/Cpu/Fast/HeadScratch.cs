using System.Numerics.Tensors;
using Quanta.Numerics.Elementwise;
using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Devices.Cpu.Fast;

/// <summary>One head's queries, keys and values (or their gradients), gathered into matrices of their own: queries and keys rotated, queries scaled by 1 / sqrt D.</summary>
internal sealed class HeadScratch : IDisposable
{
    private readonly GrowingMatrix _queries = new(), _keys = new(), _values = new();

    /// <summary>[positions, D]; rows before the first query are not gathered.</summary>
    public MatrixView Queries { get; private set; }

    /// <summary>[positions, D], padded with zero rows to a multiple of the block size.</summary>
    public MatrixView Keys { get; private set; }

    /// <summary>[positions, D], padded with zero rows to a multiple of the block size.</summary>
    public MatrixView Values { get; private set; }

    public void Gather(MatrixView projections, AttentionShape shape, int head, int firstQuery, int blockSize)
    {
        Reserve(projections.RowCount, shape.HeadSize, blockSize);
        var (size, scale) = (shape.HeadSize, (float)(1 / Math.Sqrt(shape.HeadSize)));
        for (var t = 0; t < projections.RowCount; t++)
        {
            var row = projections.Row(t).Slice(3 * head * size, 3 * size);
            row[(2 * size)..].CopyTo(Values.Row(t));
            Rotate(row.Slice(size, size), shape, t, direction: 1, scale: 1, Keys.Row(t));
            if (t >= firstQuery) Rotate(row[..size], shape, t, direction: 1, scale, Queries.Row(t));
        }
        for (var t = projections.RowCount; t < Keys.RowCount; t++)
        {
            Keys.Row(t).Clear();
            Values.Row(t).Clear();
        }
    }

    /// <summary>Makes room for gradients, all zero.</summary>
    public void Clear(int positions, int size, int blockSize)
    {
        Reserve(positions, size, blockSize);
        foreach (var matrix in new[] { Queries, Keys, Values })
            for (var t = 0; t < matrix.RowCount; t++) matrix.Row(t).Clear();
    }

    /// <summary>Writes gradients back, turned back and scaled, to the head's columns of the projections' gradient.</summary>
    public void Scatter(MatrixView projectionGradient, AttentionShape shape, int head)
    {
        var (size, scale) = (shape.HeadSize, (float)(1 / Math.Sqrt(shape.HeadSize)));
        for (var t = 0; t < projectionGradient.RowCount; t++)
        {
            var row = projectionGradient.Row(t).Slice(3 * head * size, 3 * size);
            Rotate(Queries.Row(t), shape, t, direction: -1, scale, row[..size]);
            Rotate(Keys.Row(t), shape, t, direction: -1, scale: 1, row.Slice(size, size));
            Values.Row(t).CopyTo(row[(2 * size)..]);
        }
    }

    public void Dispose()
    {
        _queries.Dispose();
        _keys.Dispose();
        _values.Dispose();
    }

    private void Reserve(int positions, int size, int blockSize)
    {
        var padded = (positions + blockSize - 1) / blockSize * blockSize;
        (Queries, Keys, Values) = (_queries.View(positions, size), _keys.View(padded, size), _values.View(padded, size));
    }

    private static void Rotate(ReadOnlySpan<float> source, AttentionShape shape, int position, float direction, float scale, Span<float> destination)
    {
        var half = shape.RotaryDimensions / 2;
        if (half > 0)
        {
            var angles = shape.Rotations.Rows(position, 1).Span();
            Turn(source[..half], source.Slice(half, half), angles[..half], angles[half..], scale, direction * scale, destination[..half], destination.Slice(half, half));
        }
        TensorPrimitives.Multiply(source[(2 * half)..], scale, destination[(2 * half)..]);
    }

    /// <summary>Turns each pair (x, y) by its angle: cosines and sines are scaled first.</summary>
    private static void Turn(
        ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> cosines, ReadOnlySpan<float> sines, float cosineScale, float sineScale,
        Span<float> turnedX, Span<float> turnedY)
    {
        var i = 0;
        for (; i <= x.Length - Lanes.Count; i += Lanes.Count)
        {
            var (a, b, cosine, sine) = (Lanes.Load(x, i), Lanes.Load(y, i), Lanes.Load(cosines, i) * cosineScale, Lanes.Load(sines, i) * sineScale);
            Lanes.Store(a * cosine - b * sine, turnedX, i);
            Lanes.Store(b * cosine + a * sine, turnedY, i);
        }
        for (; i < x.Length; i++)
        {
            var (a, b, cosine, sine) = (x[i], y[i], cosines[i] * cosineScale, sines[i] * sineScale);
            turnedX[i] = a * cosine - b * sine;
            turnedY[i] = b * cosine + a * sine;
        }
    }
}
