using System.Numerics.Tensors;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Random;
using Quanta.Numerics.Sketches;

namespace Quanta.Numerics.Tests.Sketches;

/// <summary>How much the rows of a gradient's factors weigh.</summary>
public enum RowWeights
{
    /// <summary>All alike.</summary>
    Flat,

    /// <summary>Row t by 0.7^t.</summary>
    Decaying,
}

/// <summary>A gradient over layers of linear maps, as factors; rows are Gaussian.</summary>
internal sealed class FactoredGradient : IDisposable
{
    public const int Layers = 12, Width = 128;

    private FactoredGradient(int rows)
    {
        (Delta, Inputs) = (Create(), Create());
        Matrix[] Create() => [.. Enumerable.Range(0, Layers).Select(_ => new Matrix(rows, Width))];
    }

    /// <summary>For each layer [T, 128].</summary>
    public Matrix[] Delta { get; }

    /// <summary>For each layer [T, 128].</summary>
    public Matrix[] Inputs { get; }

    /// <summary>Two gradients whose rows are correlated, anew for each pair, by a coefficient drawn from [0, 1): cosines are about its square.</summary>
    public static (FactoredGradient X, FactoredGradient Y) Pair(int rows, RowWeights weights, ulong seed)
    {
        var random = new Philox(seed, stream: 1_000);
        var correlation = random.NextDouble();
        var (x, y) = (new FactoredGradient(rows), new FactoredGradient(rows));
        for (var layer = 0; layer < Layers; layer++)
            for (var t = 0; t < rows; t++)
            {
                var weight = weights == RowWeights.Flat ? 1 : Math.Pow(0.7, t);
                Fill(x.Delta[layer].Row(t), y.Delta[layer].Row(t), weight);
                Fill(x.Inputs[layer].Row(t), y.Inputs[layer].Row(t), 1);
            }
        return (x, y);

        void Fill(Span<float> first, Span<float> second, double scale)
        {
            for (var i = 0; i < first.Length; i++)
            {
                var common = random.NextGaussian();
                first[i] = (float)(scale * common);
                second[i] = (float)(scale * (correlation * common + Math.Sqrt(1 - correlation * correlation) * random.NextGaussian()));
            }
        }
    }

    /// <summary>The inner product of two gradients: sum over layers and rows t, u of (delta_t . delta_u) (a_t . a_u).</summary>
    public static double Dot(FactoredGradient x, FactoredGradient y)
    {
        var sum = 0.0;
        for (var layer = 0; layer < Layers; layer++)
            for (var t = 0; t < x.Delta[layer].Rows; t++)
                for (var u = 0; u < y.Delta[layer].Rows; u++)
                    sum += Dot(x.Delta[layer].Row(t), y.Delta[layer].Row(u)) * Dot(x.Inputs[layer].Row(t), y.Inputs[layer].Row(u));
        return sum;
    }

    /// <summary>The segments' sketches end to end.</summary>
    public float[] Sketch(IReadOnlyList<TensorSketch> segments, TensorSketchWorkspace workspace)
    {
        using var whole = new Matrix(1, segments.Sum(segment => segment.Dimensions));
        for (int layer = 0, offset = 0; layer < Layers; offset += segments[layer++].Dimensions)
            segments[layer].Add([new FactorRows(0, Delta[layer].View, 0)], Inputs[layer].View, whole.View.Columns(offset, segments[layer].Dimensions), workspace);
        return whole.Row(0).ToArray();
    }

    /// <summary>The formed gradient, layer after layer, row-major.</summary>
    public float[] Form()
    {
        var values = new float[Layers * Width * Width];
        for (var layer = 0; layer < Layers; layer++)
            for (var t = 0; t < Delta[layer].Rows; t++)
                for (var i = 0; i < Width; i++)
                    for (var j = 0; j < Width; j++) values[(layer * Width + i) * Width + j] += Delta[layer][t, i] * Inputs[layer][t, j];
        return values;
    }

    public void Dispose()
    {
        foreach (var matrix in Delta.Concat(Inputs)) matrix.Dispose();
    }

    public static double Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => TensorPrimitives.Dot(x, y);
}
