using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Devices.Cpu.Plain;

/// <summary>Causal self-attention (Vaswani et al. 2017) of one document, head by head, in float64: keys and values shared by heads of queries, queries and keys
/// turned by their positions (Su et al. 2021), scores capped, windows.</summary>
internal static class PlainAttention
{
    public static void Forward(MatrixView projections, AttentionShape shape, int firstQuery, MatrixView output, MatrixView logNormalisers)
    {
        for (var head = 0; head < shape.Heads; head++)
        {
            var (queries, keys, values) = Split(projections, shape, head);
            for (var t = firstQuery; t < projections.RowCount; t++)
            {
                var scores = Scores(queries[t], keys, t, shape);
                var largest = scores.Max(score => score.Capped);
                var logNormaliser = largest + Math.Log(scores.Sum(score => Math.Exp(score.Capped - largest)));
                logNormalisers[t - firstQuery, head] = (float)logNormaliser;
                for (var d = 0; d < shape.HeadSize; d++)
                    output[t - firstQuery, head * shape.HeadSize + d] = (float)scores.Sum(score => Math.Exp(score.Capped - logNormaliser) * values[score.Key][d]);
            }
        }
    }

    /// <summary>With probabilities p_ts, output gradient do_t, delta_t = do_t . o_t, scale a and slope c_ts of the cap: ds_ts = a c_ts p_ts (do_t . v_s - delta_t),
    /// dq_t = sum_s ds_ts k_s, dk_s = sum_t ds_ts q_t, dv_s = sum_t p_ts do_t; then dq and dk are turned back.</summary>
    public static void Gradient(
        MatrixView outputGradient, MatrixView projections, AttentionShape shape, int firstQuery, MatrixView output, MatrixView logNormalisers,
        MatrixView projectionGradient)
    {
        var (size, positions) = (shape.HeadSize, projections.RowCount);
        var sums = Rows(positions, shape.ProjectionSize);
        for (var head = 0; head < shape.Heads; head++)
        {
            var (queries, keys, values) = Split(projections, shape, head);
            var (queryColumn, keyColumn) = (shape.QueryColumn(head), shape.KeyColumn(head / shape.QueriesPerKey));
            for (var t = firstQuery; t < positions; t++)
            {
                var gradient = new double[size];
                for (var d = 0; d < size; d++) gradient[d] = outputGradient[t - firstQuery, head * size + d];
                var delta = 0.0;
                for (var d = 0; d < size; d++) delta += gradient[d] * output[t - firstQuery, head * size + d];
                foreach (var score in Scores(queries[t], keys, t, shape))
                {
                    var probability = Math.Exp(score.Capped - logNormalisers[t - firstQuery, head]);
                    var slope = shape.Scale * score.Slope * probability * (Dot(gradient, values[score.Key]) - delta);
                    for (var d = 0; d < size; d++)
                    {
                        sums[t][queryColumn + d] += slope * keys[score.Key][d];
                        sums[score.Key][keyColumn + d] += slope * queries[t][d];
                        sums[score.Key][keyColumn + size + d] += probability * gradient[d];
                    }
                }
            }
        }
        for (var t = 0; t < positions; t++)
        {
            for (var head = 0; head < shape.Heads; head++) Rotate(sums[t].AsSpan(shape.QueryColumn(head), size), shape, t, direction: -1);
            for (var head = 0; head < shape.KeyHeads; head++) Rotate(sums[t].AsSpan(shape.KeyColumn(head), size), shape, t, direction: -1);
            for (var c = 0; c < shape.ProjectionSize; c++) projectionGradient[t, c] = (float)sums[t][c];
        }
    }

    /// <summary>A head's turned queries, and the turned keys and the values that it reads.</summary>
    private static (double[][] Queries, double[][] Keys, double[][] Values) Split(MatrixView projections, AttentionShape shape, int head)
    {
        double[][] Part(int column, bool turned)
        {
            var rows = Rows(projections.RowCount, shape.HeadSize);
            for (var t = 0; t < rows.Length; t++)
            {
                for (var d = 0; d < shape.HeadSize; d++) rows[t][d] = projections[t, column + d];
                if (turned) Rotate(rows[t], shape, t, direction: 1);
            }
            return rows;
        }
        var key = shape.KeyColumn(head / shape.QueriesPerKey);
        return (Part(shape.QueryColumn(head), turned: true), Part(key, turned: true), Part(key + shape.HeadSize, turned: false));
    }

    private static void Rotate(Span<double> row, AttentionShape shape, int position, int direction)
    {
        var half = shape.RotaryDimensions / 2;
        if (half == 0) return;
        var table = shape.Rotations.View();
        for (var i = 0; i < half; i++)
        {
            var (cos, sin) = (table[position, i], direction * table[position, half + i]);
            (row[i], row[half + i]) = (row[i] * cos - row[half + i] * sin, row[half + i] * cos + row[i] * sin);
        }
    }

    /// <summary>The scores of the keys that a query sees, and the cap's slopes there.</summary>
    private static (int Key, double Capped, double Slope)[] Scores(double[] query, double[][] keys, int position, AttentionShape shape)
    {
        var first = shape.FirstSeen(position);
        return [.. Enumerable.Range(first, position - first + 1).Select(key =>
        {
            var score = Dot(query, keys[key]) * shape.Scale;
            if (!(shape.Cap > 0)) return (key, score, 1.0);
            var bent = Math.Tanh(score / shape.Cap);
            return (key, shape.Cap * bent, 1 - bent * bent);
        })];
    }

    private static double Dot(double[] x, double[] y)
    {
        var sum = 0.0;
        for (var d = 0; d < x.Length; d++) sum += x[d] * y[d];
        return sum;
    }

    private static double[][] Rows(int count, int size) => [.. Enumerable.Range(0, count).Select(_ => new double[size])];
}
