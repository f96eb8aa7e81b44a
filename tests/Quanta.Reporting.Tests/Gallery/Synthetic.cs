using Quanta.Numerics.Random;
using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Tests.Gallery;

/// <summary>Stand-ins, computed from stated formulas, for measurements that were not published as numbers.</summary>
internal static class Synthetic
{
    public const int Subtasks = 500;
    private const double Alpha = 1.4;
    private static readonly double Normaliser = Enumerable.Range(1, Subtasks).Sum(k => Math.Pow(k, -Alpha));

    /// <summary>The probability of subtask k (from 0): (k + 1)^-1.4 / Z.</summary>
    public static double Frequency(int subtask) => Math.Pow(subtask + 1, -Alpha) / Normaliser;

    /// <summary>The loss in bits, to three decimals, of a subtask that converges at a time: a sigmoid in ln(time) that crosses 0.1 bits there.</summary>
    public static double SubtaskLoss(double time, double converged, double sharpness = 4) =>
        Math.Round(1 / (1 + Math.Exp(sharpness * Math.Log(time / converged) + Math.Log(9))), 3);

    /// <summary>How many subtasks are learned at a mean loss: as many as leave that much probability.</summary>
    public static double Learned(double meanLoss)
    {
        var (learned, tail) = (0, 1.0);
        while (learned < Subtasks && tail > meanLoss) tail -= Frequency(learned++);
        return learned;
    }

    /// <summary>
    /// A density of losses on (0, 18] bits: a spike towards 0 with the published first-bin density, and a gamma bump (shape 1.6) whose
    /// L·p(L) has the published peak.
    /// </summary>
    public static Func<double, double> LossDensity(double zeroDensity, double peak, double peakAt)
    {
        const double shape = 1.6, firstBin = 0.018, spikeEnd = 3;
        const double gammaOfShape = 0.8935153493;
        var weight = Math.Min(0.95, peak * gammaOfShape / (Math.Pow(shape, shape) * Math.Exp(-shape)));
        var power = Math.Log(Math.Min(0.99, zeroDensity * firstBin / (1 - weight))) / Math.Log(firstBin / spikeEnd);
        return loss =>
        {
            var (scaled, scale) = (loss * shape / peakAt, peakAt / shape);
            var bump = weight * Math.Pow(scaled, shape - 1) * Math.Exp(-scaled) / (gammaOfShape * scale);
            return bump + (loss < spikeEnd ? (1 - weight) * power * Math.Pow(loss, power - 1) / Math.Pow(spikeEnd, power) : 0);
        };
    }

    /// <summary>Similarities to two decimals of tokens in consecutive clusters: about 0.5 between clusters, higher by a cluster's own amount within.</summary>
    public static Grid Similarities(int count, int firstIndex)
    {
        var random = new Philox(15);
        var cluster = Enumerable.Range(0, count).Select(i => i / 41).ToArray();
        var tightness = Enumerable.Range(0, count).Select(_ => 0.08 + 0.3 * random.NextDouble()).ToArray();
        var values = new double[count, count];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var noise = 0.05 * (random.NextDouble() + random.NextDouble() - 1);
                var within = cluster[i] == cluster[j] ? Math.Sqrt(tightness[i] * tightness[j]) : 0;
                values[i, j] = values[j, i] = i == j ? 1 : Math.Round(0.5 + within + noise, 2);
            }
        }
        return Grid.Matrix(count, count, (i, j) => values[i, j], firstIndex, firstIndex);
    }

    /// <summary>Standard normal values from a seed.</summary>
    public static double[] Normals(int count, ulong seed)
    {
        var random = new Philox(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Math.Round(random.NextGaussian(), 4))];
    }

    /// <summary>Column edges halfway, in the logarithm, between rising values.</summary>
    public static double[] LogEdges(IReadOnlyList<double> values) =>
    [
        values[0] * Math.Sqrt(values[0] / values[1]),
        .. values.Zip(values.Skip(1), (a, b) => Math.Sqrt(a * b)),
        values[^1] * Math.Sqrt(values[^1] / values[^2]),
    ];
}
