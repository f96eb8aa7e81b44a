using Quanta.Numerics.Random;

namespace Quanta.Numerics.Statistics;

/// <summary>Whether differences of pairs have a mean other than 0.</summary>
/// <param name="Count">How many pairs.</param>
/// <param name="Mean">Of the differences; NaN where there are none.</param>
/// <param name="Low">Lower end of the 95 % percentile bootstrap interval over the pairs.</param>
/// <param name="High">Upper end.</param>
/// <param name="P">Two-sided, by permutation: how often the mean is as far from 0 when each difference's sign is drawn anew; at least 1 / (draws + 1).</param>
public readonly record struct PairedDifference(int Count, double Mean, double Low, double High, double P)
{
    private const int Draws = 9_999;

    /// <param name="differences">[pairs], independent of each other; NaN spoils the result.</param>
    /// <param name="seed">Of resamples and signs.</param>
    public static PairedDifference Of(IReadOnlyList<double> differences, ulong seed)
    {
        var n = differences.Count;
        if (n == 0) return new(0, double.NaN, double.NaN, double.NaN, double.NaN);
        var mean = differences.Average();
        if (!double.IsFinite(mean)) return new(n, double.NaN, double.NaN, double.NaN, double.NaN);
        var (resampled, asFar) = (new double[Draws], 0);
        for (var draw = 0; draw < Draws; draw++)
        {
            var (points, signs) = (new Philox(seed, StreamPurpose.PairResample.Stream(draw)), new Philox(seed, StreamPurpose.SignFlip.Stream(draw)));
            var (sum, flipped) = (0.0, 0.0);
            for (var i = 0; i < n; i++)
            {
                sum += differences[points.NextInt32(n)];
                flipped += (signs.NextUInt32() & 1) == 0 ? differences[i] : -differences[i];
            }
            resampled[draw] = sum / n;
            // Rounding must not tell the unchanged signs from themselves.
            if (Math.Abs(flipped / n) >= Math.Abs(mean) * (1 - 1e-12)) asFar++;
        }
        Array.Sort(resampled);
        return new(n, mean, Quantile.OfOrdered(resampled, 0.025), Quantile.OfOrdered(resampled, 0.975), (asFar + 1.0) / (Draws + 1));
    }
}
