using System.Numerics.Tensors;
using Quanta.Numerics.Elementwise;
using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Devices.Cpu.Fast;

/// <summary>One head's queries, keys and values (or their gradients), gathered into matrices of their own: queries and keys turned, queries scaled.</summary>
internal sealed class HeadScratch : IDisposable
{
    private readonly GrowingMatrix _queries = new(), _keys = new(), _values = new();

    /// <summary>[positions, D]; rows before the first query are not gathered.</summary>
    public MatrixView Queries { get; private set; }

    /// <summary>[positions, D], padded with zero rows to a multiple of the block size.</summary>
    public MatrixView Keys { get; private set; }

    /// <summary>[positions, D], padded with zero rows to a multiple of the block size.</summary>
    public MatrixView Values { get; private set; }

    /// <summary>Makes room for a head of keys and those that read it.</summary>
    public void Reserve(int positions, int size, int blockSize)
    {
        var padded = (positions + blockSize - 1) / blockSize * blockSize;
        (Queries, Keys, Values) = (_queries.View(positions, size), _keys.View(padded, size), _values.View(padded, size));
    }

    public void GatherKeys(MatrixView projections, AttentionShape shape, int keyHead)
    {
        var (column, size) = (shape.KeyColumn(keyHead), shape.HeadSize);
        for (var t = 0; t < projections.RowCount; t++)
        {
            var row = projections.Row(t).Slice(column, 2 * size);
            row[size..].CopyTo(Values.Row(t));
            Rotate(row[..size], shape, t, direction: 1, scale: 1, Keys.Row(t));
        }
        for (var t = projections.RowCount; t < Keys.RowCount; t++)
        {
            Keys.Row(t).Clear();
            Values.Row(t).Clear();
        }
    }

    public void GatherQueries(MatrixView projections, AttentionShape shape, int head, int firstQuery)
    {
        for (var t = firstQuery; t < projections.RowCount; t++)
            Rotate(projections.Row(t).Slice(shape.QueryColumn(head), shape.HeadSize), shape, t, direction: 1, shape.Scale, Queries.Row(t));
    }

    /// <summary>Makes gradients of keys and values zero.</summary>
    public void ClearKeys()
    {
        foreach (var matrix in new[] { Keys, Values })
            for (var t = 0; t < matrix.RowCount; t++) matrix.Row(t).Clear();
    }

    /// <summary>Makes gradients of the queries before the first that has one zero.</summary>
    public void ClearQueries(int firstQuery)
    {
        for (var t = 0; t < firstQuery; t++) Queries.Row(t).Clear();
    }

    /// <summary>Writes gradients of keys and values, turned back, to their columns of the projections' gradient.</summary>
    public void ScatterKeys(MatrixView projectionGradient, AttentionShape shape, int keyHead)
    {
        var (column, size) = (shape.KeyColumn(keyHead), shape.HeadSize);
        for (var t = 0; t < projectionGradient.RowCount; t++)
        {
            var row = projectionGradient.Row(t).Slice(column, 2 * size);
            Rotate(Keys.Row(t), shape, t, direction: -1, scale: 1, row[..size]);
            Values.Row(t).CopyTo(row[size..]);
        }
    }

    /// <summary>Writes gradients of queries, turned back and scaled, to their columns of the projections' gradient.</summary>
    public void ScatterQueries(MatrixView projectionGradient, AttentionShape shape, int head)
    {
        for (var t = 0; t < projectionGradient.RowCount; t++)
            Rotate(Queries.Row(t), shape, t, direction: -1, shape.Scale, projectionGradient.Row(t).Slice(shape.QueryColumn(head), shape.HeadSize));
    }

    public void Dispose()
    {
        _queries.Dispose();
        _keys.Dispose();
        _values.Dispose();
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
