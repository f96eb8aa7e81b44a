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

    /// <summary>
    /// The loss in bits, to three decimals, of a subtask that converges at a time: a sigmoid in ln(time) that crosses 0.1 bits there.
    /// </summary>
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
    /// A density of losses in bits: a gamma bump of that shape whose L·p(L) has its peak where it was published and as high, and a power law that
    /// starts at the published density of the first bin and holds the rest of the mass.
    /// </summary>
    public static Func<double, double> LossDensity(double firstBin, double zeroDensity, double peak, double peakAt, double shape)
    {
        var (power, weight) = (1.0, 0.0);
        for (var i = 0; i < 20; i++)
        {
            var bump = peak - peakAt * zeroDensity * Math.Pow(peakAt / firstBin, -power);
            weight = Math.Min(0.95, bump * Gamma(shape) / (Math.Pow(shape, shape) * Math.Exp(-shape)));
            power = Power(firstBin, zeroDensity, 1 - weight);
        }
        return loss => weight * GammaDensity(loss, shape, peakAt / shape) + zeroDensity * Math.Pow(loss / firstBin, -power);
    }

    // The power at which zeroDensity in the first bin and zeroDensity·(L / firstBin)^-power up to 18 bits hold the mass, by bisection.
    private static double Power(double firstBin, double zeroDensity, double mass)
    {
        var (low, high) = (0.01, 4.0);
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2 + 1e-9;
            if (zeroDensity * firstBin * (1 + (1 - Math.Pow(18 / firstBin, 1 - middle)) / (middle - 1)) > mass) low = middle;
            else high = middle;
        }
        return high;
    }

    private static double GammaDensity(double x, double shape, double scale) =>
        Math.Pow(x / scale, shape - 1) * Math.Exp(-x / scale) / (Gamma(shape) * scale);

    // Stirling's series at x + 8, brought back by the recurrence: more digits than a picture needs.
    private static double Gamma(double x)
    {
        var (shifted, product) = (x + 8, 1.0);
        for (var i = 0; i < 8; i++) product *= x + i;
        return Math.Exp((shifted - 0.5) * Math.Log(shifted) - shifted + 0.5 * Math.Log(2 * Math.PI)
            + 1 / (12 * shifted) - 1 / (360 * Math.Pow(shifted, 3))) / product;
    }

    /// <summary>
    /// Similarities to two decimals of tokens in consecutive clusters: about 0.5 between clusters, higher by a cluster's own amount within.
    /// </summary>
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
}
