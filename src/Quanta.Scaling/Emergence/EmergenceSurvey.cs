using Quanta.Numerics.Statistics;

namespace Quanta.Scaling.Emergence;

/// <summary>Judges many curves together.</summary>
public static class EmergenceSurvey
{
    /// <summary>Judges every curve, allows for their number, and asks the companions of those that jump.</summary>
    /// <param name="curves">The curves.</param>
    /// <param name="correction">What the verdicts allow for. The tests of change are one family and those of a jump another; curves with too few data are in
    /// neither. Companions are judged at the plain level.</param>
    /// <param name="threads">The number of threads to use; the result does not depend on it.</param>
    /// <param name="progress">Receives the share of the curves that have been tested.</param>
    /// <param name="cancellation">Stops between curves.</param>
    /// <returns>A finding for each curve, in their order.</returns>
    public static IReadOnlyList<EmergenceFinding> Run(
        IReadOnlyList<SurveyedCurve> curves, TestCorrection correction = TestCorrection.None, int threads = 1, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        var (findings, done) = (new EmergenceFinding[curves.Count], 0);
        Parallel.For(0, curves.Count, parallel, i =>
        {
            findings[i] = EmergenceDetector.Detect(curves[i].Curve, curves[i].Options);
            progress?.Report((double)Interlocked.Increment(ref done) / curves.Count);
        });
        Correct(findings, curves, correction);
        Parallel.For(0, curves.Count, parallel, i =>
        {
            if (findings[i].IsJump && curves[i].Companion is { } companion)
                findings[i] = MirageCheck.Apply(findings[i], MirageCheck.Judge(companion, curves[i].Options));
        });
        return findings;
    }

    /// <summary>The draws that a lone jump among so many curves needs to be found: 1 / (draws + 1) is the least p-value there is.</summary>
    /// <param name="curves">How many curves are tested.</param>
    /// <param name="level">Of the tests.</param>
    public static int FewestSimulations(int curves, double level) => (int)Math.Ceiling(curves / level) - 1;

    private static void Correct(EmergenceFinding[] findings, IReadOnlyList<SurveyedCurve> curves, TestCorrection correction)
    {
        if (correction == TestCorrection.None) return;
        var change = Adjusted([.. findings.Select(finding => finding.ChangeP)], correction);
        var jump = Adjusted([.. findings.Select(finding => finding.JumpP)], correction);
        for (var i = 0; i < findings.Length; i++)
        {
            var finding = findings[i] with { AdjustedChangeP = change[i], AdjustedJumpP = jump[i] };
            findings[i] = finding with { Verdict = EmergenceJudge.Verdict(finding, curves[i].Options) };
        }
    }

    private static double[] Adjusted(double[] p, TestCorrection correction) =>
        correction == TestCorrection.Holm ? AdjustedPValues.Holm(p) : AdjustedPValues.BenjaminiHochberg(p);
}

/// <summary>One curve of many.</summary>
/// <param name="Curve">The curve.</param>
/// <param name="Options">How it is judged: curves may differ in their score at chance.</param>
/// <param name="Companion">The same models under a metric that gives partial credit, more being better; null where there is none.</param>
public sealed record SurveyedCurve(ScaleCurve Curve, DetectorOptions Options, ScaleCurve? Companion = null);

/// <summary>What the verdicts on many curves allow for: with enough curves some jump by chance.</summary>
public enum TestCorrection
{
    /// <summary>Nothing: each curve is judged as if it were the only one.</summary>
    None,

    /// <summary>The level bounds the probability of any false jump (<see cref="AdjustedPValues.Holm"/>).</summary>
    Holm,

    /// <summary>The level bounds the expected share of false jumps among the jumps (<see cref="AdjustedPValues.BenjaminiHochberg"/>).</summary>
    BenjaminiHochberg,
}

/// <summary>Asks whether a jump is the metric's doing (Schaeffer, Miranda and Koyejo 2023, arXiv 2304.15004).</summary>
public static class MirageCheck
{
    /// <summary>A jump that a companion metric of the same models does not share becomes <see cref="EmergenceVerdict.UnderItsMetricOnly"/>; any other
    /// verdict stays.</summary>
    /// <param name="finding">Of the metric.</param>
    /// <param name="companion">Of a metric that gives partial credit, oriented so that more is better: a log-likelihood, a Brier score, minus
    /// ln(perplexity).</param>
    public static EmergenceFinding Apply(EmergenceFinding finding, EmergenceFinding companion) =>
        finding.IsJump && companion.Verdict == EmergenceVerdict.Gradual ? finding with { Verdict = EmergenceVerdict.UnderItsMetricOnly } : finding;

    /// <summary>The companion of an exact match of so many tokens: if each were right on its own with probability q, the answer would be with q^tokens, so
    /// the score's root of that order is the share of right tokens.</summary>
    public static ScaleCurve PerToken(ScaleCurve exactMatch, int tokens) => tokens >= 1
        ? exactMatch.Transformed(score => Math.Pow(Math.Max(0, score), 1.0 / tokens))
        : throw new ArgumentOutOfRangeException(nameof(tokens), tokens, "An answer must have at least one token.");

    /// <summary>Judges a companion: its scores have no items, so its noise is estimated, and any change that is significant counts.</summary>
    public static EmergenceFinding Judge(ScaleCurve companion, DetectorOptions options)
    {
        var spread = companion.Points.Count == 0 ? 0 : companion.Points.Max(point => point.Score) - companion.Points.Min(point => point.Score);
        // A companion has a unit of its own: an effect is the same share of its spread as it is of the metric's range from chance to best.
        var range = options.Best - (double.IsNaN(options.Chance) ? 0 : options.Chance);
        var own = options with { LeastEffect = options.LeastEffect / range * spread, Chance = double.NaN, Best = double.PositiveInfinity };
        return EmergenceDetector.Detect(companion, own);
    }
}
