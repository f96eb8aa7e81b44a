using System.Numerics.Tensors;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.LanguageModels.Devices.Cpu.Fast;

/// <summary>Causal attention in blocks of queries: scores exist for one block and head at a time, and what no query of a block sees
/// is not computed but for parts of blocks.</summary>
/// <remarks>The formulas are those of the plain one. Query blocks begin at multiples of their size in the document, and a block's keys are padded with zeros
/// to its end, so that a row's bits do not depend on what follows it. The backward pass recomputes the probabilities from the saved normalisers
/// (Dao et al. 2022).</remarks>
internal sealed class FastAttention(IMatrixProduct product) : IDisposable
{
    private const int BlockSize = 64;

    private readonly HeadScratch _head = new(), _gradient = new();
    private readonly GrowingMatrix _scores = new(), _slopes = new(), _bends = new();
    private readonly double[] _sums = new double[BlockSize];

    public void Forward(MatrixView projections, AttentionShape shape, int firstQuery, MatrixView output, MatrixView logNormalisers)
    {
        _head.Reserve(projections.RowCount, shape.HeadSize, BlockSize);
        for (var head = 0; head < shape.Heads; head++)
        {
            Gather(projections, shape, head, firstQuery);
            foreach (var block in Blocks(shape, firstQuery, projections.RowCount))
            {
                var scores = Scores(block, shape);
                var rows = output.Block(block.First - firstQuery, block.Count, head * shape.HeadSize, shape.HeadSize);
                for (var i = 0; i < block.Count; i++)
                    (_sums[i], logNormalisers[block.First - firstQuery + i, head]) = Exponentiate(scores.Row(i), block.Seen(i, shape));
                product.Multiply(scores, _head.Values.Rows(block.FirstKey, block.Keys), rows);
                for (var i = 0; i < block.Count; i++) TensorPrimitives.Multiply(rows.Row(i), (float)(1 / _sums[i]), rows.Row(i));
            }
        }
    }

    public void Gradient(
        MatrixView outputGradient, MatrixView projections, AttentionShape shape, int firstQuery, MatrixView output, MatrixView logNormalisers,
        MatrixView projectionGradient)
    {
        _head.Reserve(projections.RowCount, shape.HeadSize, BlockSize);
        _gradient.Reserve(projections.RowCount, shape.HeadSize, BlockSize);
        for (var head = 0; head < shape.Heads; head++)
        {
            Gather(projections, shape, head, firstQuery);
            var columns = head * shape.HeadSize;
            if (head % shape.QueriesPerKey == 0) _gradient.ClearKeys();
            _gradient.ClearQueries(firstQuery);
            foreach (var block in Blocks(shape, firstQuery, projections.RowCount))
            {
                var outputs = output.Block(block.First - firstQuery, block.Count, columns, shape.HeadSize);
                var incoming = outputGradient.Block(block.First - firstQuery, block.Count, columns, shape.HeadSize);
                var probabilities = Scores(block, shape);
                var slopes = _slopes.View(block.Count, block.Keys);
                product.Multiply(incoming, _head.Values.Rows(block.FirstKey, block.Keys).Transposed, slopes);
                for (var i = 0; i < block.Count; i++)
                {
                    var delta = (float)ElementwiseRows.Dot(incoming.Row(i), outputs.Row(i));
                    Differentiate(probabilities.Row(i), slopes.Row(i), logNormalisers[block.First - firstQuery + i, head], delta, block.Seen(i, shape), shape.Cap);
                }
                product.Multiply(slopes, _head.Keys.Rows(block.FirstKey, block.Keys), _gradient.Queries.Rows(block.First, block.Count));
                product.Multiply(slopes.Transposed, _head.Queries.Rows(block.First, block.Count), _gradient.Keys.Rows(block.FirstKey, block.Keys), accumulate: true);
                product.Multiply(probabilities.Transposed, incoming, _gradient.Values.Rows(block.FirstKey, block.Keys), accumulate: true);
            }
            _gradient.ScatterQueries(projectionGradient, shape, head);
            if ((head + 1) % shape.QueriesPerKey == 0) _gradient.ScatterKeys(projectionGradient, shape, head / shape.QueriesPerKey);
        }
    }

    public void Dispose()
    {
        _head.Dispose();
        _gradient.Dispose();
        _scores.Dispose();
        _slopes.Dispose();
        _bends.Dispose();
    }

    /// <summary>Queries [First, First + Count) and the keys that they are multiplied with, [FirstKey, FirstKey + Keys).</summary>
    private readonly record struct QueryBlock(int First, int Count, int FirstKey, int Keys)
    {
        /// <summary>The columns of the scores that query <paramref name="index"/> of the block sees.</summary>
        public Range Seen(int index, AttentionShape shape) => (shape.FirstSeen(First + index) - FirstKey)..(First + index + 1 - FirstKey);
    }

    private static IEnumerable<QueryBlock> Blocks(AttentionShape shape, int firstQuery, int positions)
    {
        for (var start = firstQuery / BlockSize * BlockSize; start < positions; start += BlockSize)
        {
            var (first, end) = (Math.Max(start, firstQuery), Math.Min(start + BlockSize, positions));
            var firstKey = shape.FirstSeen(start) / BlockSize * BlockSize;
            yield return new QueryBlock(first, end - first, firstKey, start + BlockSize - firstKey);
        }
    }

    private void Gather(MatrixView projections, AttentionShape shape, int head, int firstQuery)
    {
        if (head % shape.QueriesPerKey == 0) _head.GatherKeys(projections, shape, head / shape.QueriesPerKey);
        _head.GatherQueries(projections, shape, head, firstQuery);
    }

    /// <summary>The block's scaled and capped scores, [Count, Keys]; those of keys that a query does not see mean nothing yet.</summary>
    private MatrixView Scores(QueryBlock block, AttentionShape shape)
    {
        var scores = _scores.View(block.Count, block.Keys);
        product.Multiply(_head.Queries.Rows(block.First, block.Count), _head.Keys.Rows(block.FirstKey, block.Keys).Transposed, scores);
        if (shape.Cap > 0)
            for (var i = 0; i < block.Count; i++) FastSoftmax.Cap(scores.Row(i), shape.Cap);
        return scores;
    }

    /// <summary>Turns a row of scores into exponentials of their distances from the largest, zero for keys that are not seen; returns their sum and the logarithm
    /// of the softmax's denominator.</summary>
    private static (double Sum, float LogNormaliser) Exponentiate(Span<float> scores, Range seen)
    {
        var largest = FastSoftmax.Largest(scores[seen]);
        var sum = FastSoftmax.Exponentiate(scores[seen], largest);
        scores[..seen.Start].Clear();
        scores[seen.End..].Clear();
        return (sum, (float)(largest + Math.Log(sum)));
    }

    /// <summary>Turns a row of scores into probabilities p, and a row of output gradients times values into score gradients p (. - delta), times the cap's slope.</summary>
    private void Differentiate(Span<float> scores, Span<float> slopes, float logNormaliser, float delta, Range seen, float cap)
    {
        var bends = cap > 0 ? Bends(scores, cap) : [];
        FastSoftmax.Exponentiate(scores[seen], logNormaliser);
        scores[..seen.Start].Clear();
        scores[seen.End..].Clear();
        TensorPrimitives.AddMultiply(slopes, -delta, scores, slopes);
        if (cap > 0) TensorPrimitives.Multiply(slopes, bends, slopes);
    }

    /// <summary>1 - (score / cap)^2: how much a capped score moves with the one before the cap.</summary>
    private Span<float> Bends(ReadOnlySpan<float> scores, float cap)
    {
        var bends = _bends.View(1, scores.Length).Row(0);
        for (var i = 0; i < bends.Length; i++) bends[i] = 1 - scores[i] / cap * (scores[i] / cap);
        return bends;
    }
}
