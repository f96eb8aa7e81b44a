using Quanta.Numerics.Random;

namespace Quanta.Scaling.Emergence;

/// <summary>Asks whether scores jump at some scale by more than a curve smooth in the logarithm of scale explains, given their sampling noise.</summary>
/// <remarks>
/// Two families are fitted by weighted least squares: smooth curves, a trend and a logistic rise at least as wide as
/// <see cref="DetectorOptions.SmoothDecades"/> and <see cref="DetectorOptions.SmoothGaps"/> ask; and sharp ones, a trend and a step or a rise of at most
/// half that width. A score of n items has the binomial variance p (1 - p) / n at p = (successes + 1) / (n + 2); without items all scores have one unknown
/// variance.
/// <para>The statistic is T = (X_smooth - X_sharp) / s^2, with X the sums of squares and s^2 = X_sharp / (m - 4), but at least 1 where the variances are known:
/// differences between models beyond sampling count as noise. Its distribution is simulated from the best smooth curve with normal noise of the size seen,
/// always divided by the simulated s^2, which makes the test conservative. Whether there is any change is tested likewise against a constant.</para>
/// </remarks>
public static class EmergenceDetector
{
    // Two linear parameters, a rise's height, and its place.
    private const int Parameters = 4;

    /// <summary>Judges one curve, as if it were the only one; <see cref="EmergenceSurvey"/> judges many.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="options">What counts as smooth, as significant and as large enough.</param>
    /// <exception cref="InvalidDataException">A score is above the best.</exception>
    public static EmergenceFinding Detect(ScaleCurve curve, DetectorOptions options)
    {
        RequireScores(curve, options);
        var shape = BigBenchShape.Of(curve);
        if (curve.Scales < options.FewestScales)
            return new EmergenceFinding(curve, EmergenceVerdict.TooFewData, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, null, null, shape);
        var families = CurveFamilies.Of(curve, options);
        var scores = families.Smooth.Whitened([.. curve.Points.Select(point => point.Score)]);
        var (smooth, sharp) = (families.Smooth.Fit(scores), families.Sharp.Fit(scores));
        var best = sharp.ChiSquare < smooth.ChiSquare ? sharp : smooth;
        var (first, last) = (curve.Points[0].Scale, curve.Points[^1].Scale);
        var (changeP, jumpP) = (ChangeP(families, scores, options), JumpP(families, scores, smooth, options));
        var finding = new EmergenceFinding(
            curve, EmergenceVerdict.Gradual, best.At(last) - best.At(first), changeP, sharp.Rise, Math.Pow(10, sharp.Middle), jumpP, smooth, sharp, shape);
        return finding with { Verdict = EmergenceJudge.Verdict(finding, options) };
    }

    private static void RequireScores(ScaleCurve curve, DetectorOptions options)
    {
        const double rounding = 1e-9;
        foreach (var point in curve.Points)
            if (!(point.Score <= options.Best + rounding))
                throw new InvalidDataException(FormattableString.Invariant($"A score must be at most {options.Best}, but that of task '{curve.Task}' at scale ")
                    + FormattableString.Invariant($"{point.Scale} is {point.Score}. Are these percentages? Then divide them by 100, or name the best score."));
    }

    private static double ChangeP(CurveFamilies families, double[] scores, DetectorOptions options)
    {
        var observed = Advantage(families.Smooth.ConstantChiSquare(scores), families.LeastChiSquare(scores), scores.Length, families.LeastVariance);
        return Simulated(new double[scores.Length], 1, scores.Length, options, stream: 0, observed,
            draw => (families.Smooth.ConstantChiSquare(draw), families.LeastChiSquare(draw)));
    }

    private static double JumpP(CurveFamilies families, double[] scores, FittedShape smooth, DetectorOptions options)
    {
        var observed = Advantage(smooth.ChiSquare, families.Sharp.LeastChiSquare(scores), scores.Length, families.LeastVariance);
        if (!(observed > 0)) return 1;
        var centre = families.Smooth.Whitened([.. families.Scales.Select(smooth.At)]);
        var variance = Math.Max(families.LeastVariance, smooth.ChiSquare / Math.Max(1, scores.Length - Parameters));
        return Simulated(centre, Math.Sqrt(variance), scores.Length, options, stream: 1, observed,
            draw => (families.Smooth.LeastChiSquare(draw), families.Sharp.LeastChiSquare(draw)));
    }

    private static double Advantage(double without, double with, int points, double leastVariance)
    {
        var variance = Math.Max(leastVariance, with / Math.Max(1, points - Parameters));
        return variance > 0 ? (without - with) / variance : without > with ? double.PositiveInfinity : 0;
    }

    /// <summary>The share of draws at least as extreme as what was observed, the observation among them. Drawing stops once no more of them could make it
    /// significant, which leaves it a valid p-value (Besag and Clifford 1991).</summary>
    private static double Simulated(
        double[] centre, double deviation, int points, DetectorOptions options, ulong stream, double observed,
        Func<double[], (double Without, double With)> squares)
    {
        var random = new Philox(options.Seed, stream);
        var (draw, extreme, enough) = (new double[points], 1, options.Level * (options.Simulations + 1));
        for (var simulation = 0; simulation < options.Simulations; simulation++)
        {
            for (var i = 0; i < draw.Length; i++) draw[i] = centre[i] + deviation * random.NextGaussian();
            var (without, with) = squares(draw);
            if (!(Advantage(without, with, points, 0) >= observed)) continue;
            if (++extreme > enough) return (double)extreme / (simulation + 2);
        }
        return (double)extreme / (options.Simulations + 1);
    }
}

/// <summary>What counts as smooth, as significant and as large enough.</summary>
public sealed record DetectorOptions
{
    /// <summary>A rise is smooth when it takes at least so many decades of scale from a tenth to nine tenths of the way.</summary>
    public double SmoothDecades { get; init; } = 1;

    /// <summary>And at least so many times the median distance between neighbouring scales: a rise between two coarse scales may be smooth.</summary>
    public double SmoothGaps { get; init; } = 3;

    /// <summary>The level of both tests, of any change and of a jump.</summary>
    public double Level { get; init; } = 0.05;

    /// <summary>Changes and jumps smaller than this, in units of the score, do not matter.</summary>
    public double LeastEffect { get; init; } = 0.1;

    /// <summary>The score at chance; NaN where it is not known, and then every jump is called emergent.</summary>
    public double Chance { get; init; } = double.NaN;

    /// <summary>The best score.</summary>
    public double Best { get; init; } = 1;

    /// <summary>Draws behind each p-value.</summary>
    public int Simulations { get; init; } = 999;

    /// <summary>Of the draws; a curve's result depends on nothing else.</summary>
    public ulong Seed { get; init; }

    /// <summary>The fewest different scales that a curve is judged on.</summary>
    public int FewestScales { get; init; } = 5;
}
