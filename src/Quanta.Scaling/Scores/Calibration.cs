namespace Quanta.Scaling.Scores;

/// <summary>How far stated probabilities are from how often they come true.</summary>
/// <param name="Error">The expected calibration error: the mean over bins, weighted by their events, of |mean probability - share that came true|.</param>
/// <param name="ExpectedBias">What <paramref name="Error"/> would be on average if every probability were right: finite samples never agree exactly.</param>
/// <param name="Bins">The bins that hold events.</param>
/// <remarks>Equal bins over [0, 1], the upper end of each belonging to it, as Guo et al. 2017 (arXiv 1706.04599) and BIG-bench have them. The bias is the
/// normal approximation E|N(0, v)| = sqrt(2 v / pi) with v the mean variance p (1 - p) of a bin's events divided by their number.</remarks>
public sealed record Calibration(double Error, double ExpectedBias, IReadOnlyList<CalibrationBin> Bins)
{
    /// <summary>Bins the events.</summary>
    /// <param name="probabilities">[n], in [0, 1].</param>
    /// <param name="outcomes">[n], whether each came true.</param>
    /// <param name="bins">How many.</param>
    /// <exception cref="ArgumentException">There are none, the lengths differ, or a probability is outside [0, 1].</exception>
    public static Calibration Of(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> outcomes, int bins = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        Probabilities.Check(probabilities, outcomes.Length);
        var (count, sum, right, variance) = (new int[bins], new double[bins], new int[bins], new double[bins]);
        for (var i = 0; i < probabilities.Length; i++)
        {
            var p = probabilities[i];
            var bin = Math.Max(0, (int)Math.Ceiling(p * bins) - 1);
            count[bin]++;
            sum[bin] += p;
            variance[bin] += p * (1 - p);
            if (outcomes[i]) right[bin]++;
        }
        var (error, bias, total) = (0.0, 0.0, (double)probabilities.Length);
        List<CalibrationBin> filled = [];
        for (var bin = 0; bin < bins; bin++)
        {
            if (count[bin] == 0) continue;
            var (mean, share) = (sum[bin] / count[bin], (double)right[bin] / count[bin]);
            error += count[bin] / total * Math.Abs(mean - share);
            bias += count[bin] / total * Math.Sqrt(2 * variance[bin] / Math.PI) / count[bin];
            filled.Add(new CalibrationBin(count[bin], mean, share));
        }
        return new Calibration(error, bias, filled);
    }
}

/// <summary>Events of like probability.</summary>
/// <param name="Count">How many.</param>
/// <param name="Probability">Their mean probability.</param>
/// <param name="Share">The share that came true.</param>
public sealed record CalibrationBin(int Count, double Probability, double Share);

/// <summary>The mean squared distance of probabilities from outcomes, and Murphy's parts of it (1973).</summary>
/// <param name="Score">The mean of (p - o)^2, o being 1 for what came true and 0 otherwise.</param>
/// <param name="Reliability">The mean over distinct probabilities of (p - share that came true)^2: less is better.</param>
/// <param name="Resolution">The mean over distinct probabilities of (share - base rate)^2: more is better.</param>
/// <param name="Uncertainty">base rate (1 - base rate).</param>
/// <remarks>Score = Reliability - Resolution + Uncertainty exactly, since events are grouped by their exact probability and not by bins.</remarks>
public sealed record BrierScore(double Score, double Reliability, double Resolution, double Uncertainty)
{
    /// <summary>Scores forecasts.</summary>
    /// <param name="probabilities">[n], in [0, 1].</param>
    /// <param name="outcomes">[n], whether each came true.</param>
    /// <exception cref="ArgumentException">There are none, the lengths differ, or a probability is outside [0, 1].</exception>
    public static BrierScore Of(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> outcomes)
    {
        Probabilities.Check(probabilities, outcomes.Length);
        var groups = new SortedDictionary<double, (int Count, int Right)>();
        var (score, right) = (0.0, 0);
        for (var i = 0; i < outcomes.Length; i++)
        {
            var outcome = outcomes[i] ? 1 : 0;
            score += (probabilities[i] - outcome) * (probabilities[i] - outcome);
            right += outcome;
            var group = groups.GetValueOrDefault(probabilities[i]);
            groups[probabilities[i]] = (group.Count + 1, group.Right + outcome);
        }
        var (total, rate) = ((double)outcomes.Length, (double)right / outcomes.Length);
        double Mean(Func<double, double, double> part) =>
            groups.Sum(group => group.Value.Count / total * part(group.Key, (double)group.Value.Right / group.Value.Count));
        var (reliability, resolution) = (Mean((p, share) => (p - share) * (p - share)), Mean((_, share) => (share - rate) * (share - rate)));
        return new BrierScore(score / total, reliability, resolution, rate * (1 - rate));
    }
}

/// <summary>Checks that forecasts can be scored.</summary>
internal static class Probabilities
{
    /// <exception cref="ArgumentException">There are none, the lengths differ, or one is outside [0, 1].</exception>
    public static void Check(ReadOnlySpan<double> probabilities, int outcomes)
    {
        if (probabilities.Length != outcomes || outcomes == 0)
            throw new ArgumentException(
                $"Every probability needs its outcome, and at least one is required, but there are {probabilities.Length} and {outcomes}.",
                nameof(probabilities));
        foreach (var p in probabilities)
            if (!(p is >= 0 and <= 1))
                throw new ArgumentException(FormattableString.Invariant($"A probability must be between 0 and 1, but is {p}."), nameof(probabilities));
    }
}
