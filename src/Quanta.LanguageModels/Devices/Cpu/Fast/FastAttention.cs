using System.Numerics.Tensors;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.LanguageModels.Devices.Cpu.Fast;

/// <summary>Rotary causal attention in blocks of queries: scores exist for one block and head at a time, and the masked half is not computed
/// but within the blocks on the diagonal.</summary>
/// <remarks>The formulas are those of the plain one. Query blocks begin at multiples of their size in the document, and a block's keys are padded with zeros
/// to its end, so that a row's bits do not depend on what follows it. The backward pass recomputes the probabilities from the saved normalisers
/// (Dao et al. 2022).</remarks>
internal sealed class FastAttention(IMatrixProduct product) : IDisposable
{
    private const int BlockSize = 64;

    private readonly HeadScratch _head = new(), _gradient = new();
    private readonly GrowingMatrix _scores = new(), _slopes = new();
    private readonly double[] _sums = new double[BlockSize];

    public void Forward(MatrixView projections, AttentionShape shape, int firstQuery, MatrixView output, MatrixView logNormalisers)
    {
        for (var head = 0; head < shape.Heads; head++)
        {
            _head.Gather(projections, shape, head, firstQuery, BlockSize);
            foreach (var block in Blocks(firstQuery, projections.RowCount))
            {
                var scores = Scores(block);
                var rows = output.Block(block.First - firstQuery, block.Count, head * shape.HeadSize, shape.HeadSize);
                for (var i = 0; i < block.Count; i++)
                    (_sums[i], logNormalisers[block.First - firstQuery + i, head]) = Exponentiate(scores.Row(i), block.First + i + 1);
                product.Multiply(scores, _head.Values.Rows(0, block.Keys), rows);
                for (var i = 0; i < block.Count; i++) TensorPrimitives.Multiply(rows.Row(i), (float)(1 / _sums[i]), rows.Row(i));
            }
        }
    }

    public void Gradient(
        MatrixView outputGradient, MatrixView projections, AttentionShape shape, int firstQuery, MatrixView output, MatrixView logNormalisers,
        MatrixView projectionGradient)
    {
        for (var head = 0; head < shape.Heads; head++)
        {
            _head.Gather(projections, shape, head, firstQuery, BlockSize);
            var columns = head * shape.HeadSize;
            _gradient.Clear(projections.RowCount, shape.HeadSize, BlockSize);
            foreach (var block in Blocks(firstQuery, projections.RowCount))
            {
                var outputs = output.Block(block.First - firstQuery, block.Count, columns, shape.HeadSize);
                var incoming = outputGradient.Block(block.First - firstQuery, block.Count, columns, shape.HeadSize);
                var probabilities = Scores(block);
                var slopes = _slopes.View(block.Count, block.Keys);
                product.Multiply(incoming, _head.Values.Rows(0, block.Keys).Transposed, slopes);
                for (var i = 0; i < block.Count; i++)
                {
                    var delta = (float)ElementwiseRows.Dot(incoming.Row(i), outputs.Row(i));
                    Differentiate(probabilities.Row(i), slopes.Row(i), logNormalisers[block.First - firstQuery + i, head], delta, block.First + i + 1);
                }
                product.Multiply(slopes, _head.Keys.Rows(0, block.Keys), _gradient.Queries.Rows(block.First, block.Count));
                product.Multiply(slopes.Transposed, _head.Queries.Rows(block.First, block.Count), _gradient.Keys.Rows(0, block.Keys), accumulate: true);
                product.Multiply(probabilities.Transposed, incoming, _gradient.Values.Rows(0, block.Keys), accumulate: true);
            }
            _gradient.Scatter(projectionGradient, shape, head);
        }
    }

    public void Dispose()
    {
        _head.Dispose();
        _gradient.Dispose();
        _scores.Dispose();
        _slopes.Dispose();
    }

    /// <summary>Queries [First, First + Count) and the keys that they are multiplied with, [0, Keys).</summary>
    private readonly record struct QueryBlock(int First, int Count, int Keys);

    private static IEnumerable<QueryBlock> Blocks(int firstQuery, int positions)
    {
        for (var start = firstQuery / BlockSize * BlockSize; start < positions; start += BlockSize)
        {
            var (first, end) = (Math.Max(start, firstQuery), Math.Min(start + BlockSize, positions));
            yield return new QueryBlock(first, end - first, start + BlockSize);
        }
    }

    /// <summary>The block's scaled scores, [Count, Keys]; those of later keys mean nothing yet.</summary>
    private MatrixView Scores(QueryBlock block)
    {
        var scores = _scores.View(block.Count, block.Keys);
        product.Multiply(_head.Queries.Rows(block.First, block.Count), _head.Keys.Rows(0, block.Keys).Transposed, scores);
        return scores;
    }

    /// <summary>Turns a row of scores into exponentials of their distances from the largest, zero for later keys; returns their sum and the logarithm
    /// of the softmax's denominator.</summary>
    private static (double Sum, float LogNormaliser) Exponentiate(Span<float> scores, int keys)
    {
        var seen = scores[..keys];
        var largest = FastSoftmax.Largest(seen);
        var sum = FastSoftmax.Exponentiate(seen, largest);
        scores[keys..].Clear();
        return (sum, (float)(largest + Math.Log(sum)));
    }

    /// <summary>Turns a row of scores into probabilities p, and a row of output gradients times values into score gradients p (. - delta).</summary>
    private static void Differentiate(Span<float> scores, Span<float> slopes, float logNormaliser, float delta, int keys)
    {
        FastSoftmax.Exponentiate(scores[..keys], logNormaliser);
        scores[keys..].Clear();
        TensorPrimitives.AddMultiply(slopes, -delta, scores, slopes);
    }
}
