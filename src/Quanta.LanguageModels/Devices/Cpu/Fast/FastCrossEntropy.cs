using System.Numerics.Tensors;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.LanguageModels.Devices.Cpu.Fast;

/// <summary>Cross-entropy over a vocabulary taken tile by tile: only a tile's logits exist at any time.</summary>
/// <remarks>Each row keeps the largest logit so far but the target's, m, and the sum of e^(logit - m) in float64, rescaled when m grows (Milakov and Gimelshein 2018).</remarks>
internal sealed class FastCrossEntropy(IMatrixProduct product) : IDisposable
{
    /// <summary>A tile's logits stay in the second-level cache between the product and the sum.</summary>
    private const int TileRows = 512, TileColumns = 512;

    private readonly Matrix _logits = new(TileRows, TileColumns);
    private readonly GrowingMatrix _tile = new();
    private readonly float[] _largest = new float[TileRows], _target = new float[TileRows];
    private readonly double[] _sums = new double[TileRows];

    public void Run(MatrixView hidden, WeightView unembedding, ReadOnlySpan<float> bias, float cap, ReadOnlySpan<int> targets, Span<float> losses)
    {
        for (var start = 0; start < targets.Length; start += TileRows)
        {
            var rows = Math.Min(TileRows, targets.Length - start);
            RunRows(hidden.Rows(start, rows), unembedding, bias, cap, targets.Slice(start, rows), losses.Slice(start, rows));
        }
    }

    public void Dispose()
    {
        _logits.Dispose();
        _tile.Dispose();
    }

    private void RunRows(MatrixView hidden, WeightView unembedding, ReadOnlySpan<float> bias, float cap, ReadOnlySpan<int> targets, Span<float> losses)
    {
        _largest.AsSpan().Fill(float.NegativeInfinity);
        _sums.AsSpan().Clear();
        for (var first = 0; first < unembedding.RowCount; first += TileColumns)
        {
            var columns = Math.Min(TileColumns, unembedding.RowCount - first);
            var tile = _logits.View.Block(0, targets.Length, 0, columns);
            product.Multiply(hidden, unembedding.Rows(first, columns, _tile).Transposed, tile);
            for (var p = 0; p < targets.Length; p++)
            {
                var logits = tile.Row(p);
                if (!bias.IsEmpty) TensorPrimitives.Add(logits, bias.Slice(first, columns), logits);
                if (cap > 0) FastSoftmax.Cap(logits, cap);
                AddTile(p, logits, targets[p] - first);
            }
        }
        for (var p = 0; p < targets.Length; p++) losses[p] = (float)new CrossEntropyTerms(_largest[p], _sums[p], _target[p]).Loss;
    }

    /// <summary>The target's logit is kept apart from the others' sum.</summary>
    private void AddTile(int row, Span<float> logits, int target)
    {
        if ((uint)target < (uint)logits.Length) (_target[row], logits[target]) = (logits[target], float.NegativeInfinity);
        var largest = MathF.Max(_largest[row], FastSoftmax.Largest(logits));
        if (_largest[row] < largest) _sums[row] *= Math.Exp(_largest[row] - largest);
        _sums[row] += FastSoftmax.SumExponentials(logits, FastSoftmax.Shift(largest));
        _largest[row] = largest;
    }
}
