using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Devices.Cpu.Plain;

/// <summary>Rotary causal self-attention (Vaswani et al. 2017, Su et al. 2021) of one document, head by head, in float64.</summary>
internal static class PlainAttention
{
    public static void Forward(MatrixView projections, AttentionShape shape, int firstQuery, MatrixView output, MatrixView logNormalisers)
    {
        for (var head = 0; head < shape.Heads; head++)
        {
            var (queries, keys, values) = Split(projections, shape, head);
            for (var t = firstQuery; t < projections.RowCount; t++)
            {
                var scores = Scores(queries[t], keys, t);
                var largest = scores.Max();
                var logNormaliser = largest + Math.Log(scores.Sum(score => Math.Exp(score - largest)));
                logNormalisers[t - firstQuery, head] = (float)logNormaliser;
                for (var d = 0; d < shape.HeadSize; d++)
                {
                    var sum = 0.0;
                    for (var s = 0; s <= t; s++) sum += Math.Exp(scores[s] - logNormaliser) * values[s][d];
                    output[t - firstQuery, head * shape.HeadSize + d] = (float)sum;
                }
            }
        }
    }

    /// <summary>With probabilities p_ts, output gradient do_t, delta_t = do_t . o_t: ds_ts = p_ts (do_t . v_s - delta_t) / sqrt D,
    /// dq_t = sum_s ds_ts k_s, dk_s = sum_t ds_ts q_t, dv_s = sum_t p_ts do_t; then dq and dk are turned back.</summary>
    public static void Gradient(
        MatrixView outputGradient, MatrixView projections, AttentionShape shape, int firstQuery, MatrixView output, MatrixView logNormalisers,
        MatrixView projectionGradient)
    {
        var (size, positions) = (shape.HeadSize, projections.RowCount);
        for (var head = 0; head < shape.Heads; head++)
        {
            var (queries, keys, values) = Split(projections, shape, head);
            var (dq, dk, dv) = (Rows(positions, size), Rows(positions, size), Rows(positions, size));
            for (var t = firstQuery; t < positions; t++)
            {
                var gradient = new double[size];
                for (var d = 0; d < size; d++) gradient[d] = outputGradient[t - firstQuery, head * size + d];
                var delta = 0.0;
                for (var d = 0; d < size; d++) delta += gradient[d] * output[t - firstQuery, head * size + d];
                var scores = Scores(queries[t], keys, t);
                for (var s = 0; s <= t; s++)
                {
                    var probability = Math.Exp(scores[s] - logNormalisers[t - firstQuery, head]);
                    var slope = probability * (Dot(gradient, values[s]) - delta) / Math.Sqrt(size);
                    for (var d = 0; d < size; d++)
                    {
                        dq[t][d] += slope * keys[s][d];
                        dk[s][d] += slope * queries[t][d];
                        dv[s][d] += probability * gradient[d];
                    }
                }
            }
            for (var t = 0; t < positions; t++)
            {
                Rotate(dq[t], shape, t, direction: -1);
                Rotate(dk[t], shape, t, direction: -1);
                for (var d = 0; d < size; d++)
                {
                    projectionGradient[t, 3 * head * size + d] = (float)dq[t][d];
                    projectionGradient[t, (3 * head + 1) * size + d] = (float)dk[t][d];
                    projectionGradient[t, (3 * head + 2) * size + d] = (float)dv[t][d];
                }
            }
        }
    }

    /// <summary>A head's rotated queries and keys, and its values.</summary>
    private static (double[][] Queries, double[][] Keys, double[][] Values) Split(MatrixView projections, AttentionShape shape, int head)
    {
        double[][] Part(int part, bool rotated)
        {
            var rows = Rows(projections.RowCount, shape.HeadSize);
            for (var t = 0; t < rows.Length; t++)
            {
                for (var d = 0; d < shape.HeadSize; d++) rows[t][d] = projections[t, (3 * head + part) * shape.HeadSize + d];
                if (rotated) Rotate(rows[t], shape, t, direction: 1);
            }
            return rows;
        }
        return (Part(0, rotated: true), Part(1, rotated: true), Part(2, rotated: false));
    }

    private static void Rotate(double[] row, AttentionShape shape, int position, int direction)
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

    private static double[] Scores(double[] query, double[][] keys, int position)
    {
        var scores = new double[position + 1];
        for (var s = 0; s <= position; s++) scores[s] = Dot(query, keys[s]) / Math.Sqrt(query.Length);
        return scores;
    }

    private static double Dot(double[] x, double[] y)
    {
        var sum = 0.0;
        for (var d = 0; d < x.Length; d++) sum += x[d] * y[d];
        return sum;
    }

    private static double[][] Rows(int count, int size) => [.. Enumerable.Range(0, count).Select(_ => new double[size])];
}
