using MathNet.Numerics.Distributions;

namespace Quanta.Scaling.Scores;

/// <summary>The probability that at least one of k samples is right.</summary>
public static class PassAtK
{
    /// <summary>The unbiased estimate from n samples of which c are right: 1 - C(n - c, k) / C(n, k) (Chen et al. 2021, arXiv 2107.03374), as a
    /// product.</summary>
    /// <remarks>1 - (1 - c / n)^k, which is often used instead, is too small.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Not 1 &lt;= k &lt;= n, or not 0 &lt;= c &lt;= n.</exception>
    public static double Estimate(int samples, int correct, int k)
    {
        if (k < 1 || k > samples) throw new ArgumentOutOfRangeException(nameof(k), $"k must be between 1 and the number of samples, {samples}, but is {k}.");
        if (correct < 0 || correct > samples)
            throw new ArgumentOutOfRangeException(nameof(correct), $"The right samples must be between 0 and {samples}, but are {correct}.");
        if (samples - correct < k) return 1;
        var fail = 1.0;
        for (var i = samples - correct + 1; i <= samples; i++) fail *= 1 - (double)k / i;
        return 1 - fail;
    }
}

/// <summary>A confidence interval for a share of successes (Wilson 1927): unlike the normal one it stays within [0, 1] and holds near its ends.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
public readonly record struct WilsonInterval(double Low, double High)
{
    /// <summary>The interval of <paramref name="successes"/> in <paramref name="trials"/>; [0, 1] with no trials.</summary>
    /// <param name="successes">In [0, trials]; need not be whole.</param>
    /// <param name="trials">How many.</param>
    /// <param name="confidence">In (0, 1).</param>
    public static WilsonInterval Of(double successes, double trials, double confidence = 0.95)
    {
        if (!(successes >= 0 && successes <= trials))
            throw new ArgumentOutOfRangeException(nameof(successes), $"Successes must be between 0 and {trials}, but are {successes}.");
        if (!(confidence is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), $"A confidence must be between 0 and 1, but is {confidence}.");
        if (trials == 0) return new WilsonInterval(0, 1);
        var z = Normal.InvCDF(0, 1, (1 + confidence) / 2);
        var (share, square) = (successes / trials, z * z / trials);
        var centre = (share + square / 2) / (1 + square);
        var half = z * Math.Sqrt(share * (1 - share) / trials + square / (4 * trials)) / (1 + square);
        return new WilsonInterval(successes == 0 ? 0 : Math.Max(0, centre - half), successes == trials ? 1 : Math.Min(1, centre + half));
    }
}

/// <summary>BIG-bench's normalised preferred metric (arXiv 2206.04615): 0 at the task's low score, 100 at its high score; it may lie outside.</summary>
public static class NormalisedScore
{
    /// <summary>100 (raw - low) / (high - low).</summary>
    /// <exception cref="ArgumentException">The low and the high score are equal or not finite.</exception>
    public static double Of(double raw, double low, double high) => double.IsFinite(high - low) && high != low
        ? 100 * (raw - low) / (high - low)
        : throw new ArgumentException(
            FormattableString.Invariant($"A task's low and high scores must differ and be finite, but are {low} and {high}."), nameof(high));
}
