namespace Quanta.Scaling.Emergence;

/// <summary>A verdict with the numbers behind it; with too few data there are none, and they are NaN.</summary>
/// <param name="Curve">The curve.</param>
/// <param name="Verdict">What it shows.</param>
/// <param name="Change">The fitted score at the largest scale less that at the smallest, of the better of the two fits.</param>
/// <param name="ChangeP">The probability of fitting so well by chance if the score did not depend on scale.</param>
/// <param name="Jump">The height of the jump in the best fit with one.</param>
/// <param name="JumpAt">The scale in the middle of it.</param>
/// <param name="JumpP">The probability of such an advantage of a jump by chance if the best smooth curve were true.</param>
/// <param name="Smooth">The best smooth fit; null with too few data.</param>
/// <param name="Sharp">The best fit with a jump; null with too few data.</param>
/// <param name="Shape">BIG-bench's heuristics.</param>
public sealed record EmergenceFinding(
    ScaleCurve Curve, EmergenceVerdict Verdict, double Change, double ChangeP, double Jump, double JumpAt, double JumpP, FittedShape? Smooth,
    FittedShape? Sharp, BigBenchShape Shape)
{
    /// <summary><see cref="ChangeP"/>, or what it becomes among the other curves of a survey: what the verdict rests on.</summary>
    public double AdjustedChangeP { get; init; } = ChangeP;

    /// <summary><see cref="JumpP"/>, or what it becomes among the other curves of a survey: what the verdict rests on.</summary>
    public double AdjustedJumpP { get; init; } = JumpP;

    /// <summary>Whether it found a jump upwards.</summary>
    public bool IsJump => Verdict is EmergenceVerdict.Emergent or EmergenceVerdict.Abrupt or EmergenceVerdict.UnderItsMetricOnly;
}

/// <summary>What a curve of scores over scale shows.</summary>
public enum EmergenceVerdict
{
    /// <summary>Fewer than five different scales.</summary>
    TooFewData,

    /// <summary>The scores do not change, or by too little to matter.</summary>
    NoChange,

    /// <summary>The scores do not change, and are as good as they can be at every scale.</summary>
    Saturated,

    /// <summary>The scores get worse with scale.</summary>
    Declining,

    /// <summary>The scores get better, and a curve smooth in the logarithm of scale explains how.</summary>
    Gradual,

    /// <summary>A jump that no smooth curve explains, from a level already above chance.</summary>
    Abrupt,

    /// <summary>A jump that no smooth curve explains, from chance.</summary>
    Emergent,

    /// <summary>A jump in this metric, while a companion metric of the same models improves smoothly (Schaeffer et al. 2023, arXiv 2304.15004).</summary>
    UnderItsMetricOnly,
}

/// <summary>A curve a + c t + b s((t - m) / w) with t = log10(scale): a trend and a rise.</summary>
/// <param name="Level">a.</param>
/// <param name="Trend">c, a decade.</param>
/// <param name="Rise">b; 0 for a straight line.</param>
/// <param name="Middle">m, in log10(scale).</param>
/// <param name="Width">w, decades from a tenth to nine tenths of the rise; 0 for a step.</param>
/// <param name="ChiSquare">The weighted sum of squared residuals.</param>
public sealed record FittedShape(double Level, double Trend, double Rise, double Middle, double Width, double ChiSquare)
{
    /// <summary>The fitted score at a scale.</summary>
    public double At(double scale)
    {
        var t = Math.Log10(scale);
        return Level + Trend * t + Rise * RiseShape.At(t, Middle, Width);
    }
}

/// <summary>From the numbers of a finding to its verdict.</summary>
internal static class EmergenceJudge
{
    /// <summary>The verdict by the adjusted p-values, which for a single curve are the plain ones.</summary>
    public static EmergenceVerdict Verdict(EmergenceFinding finding, DetectorOptions options)
    {
        if (finding.Smooth is null) return EmergenceVerdict.TooFewData;
        if (!(finding.AdjustedChangeP <= options.Level) || Math.Abs(finding.Change) < options.LeastEffect)
        {
            var mean = finding.Curve.Points.Average(point => point.Score);
            return mean >= options.Best - options.LeastEffect / 2 ? EmergenceVerdict.Saturated : EmergenceVerdict.NoChange;
        }
        if (finding.Change < 0) return EmergenceVerdict.Declining;
        if (!(finding.AdjustedJumpP <= options.Level) || finding.Jump < options.LeastEffect) return EmergenceVerdict.Gradual;
        return Before(finding) > options.Chance + options.LeastEffect ? EmergenceVerdict.Abrupt : EmergenceVerdict.Emergent;
    }

    /// <summary>The mean score at the scales below the jump; NaN where there are none.</summary>
    private static double Before(EmergenceFinding finding) =>
        finding.Curve.Points.Where(point => point.Scale < finding.JumpAt).Select(point => point.Score).DefaultIfEmpty(double.NaN).Average();
}
