using Quanta.Numerics.Statistics;

namespace Quanta.Scaling.Emergence;

/// <summary>A task's scores over scale.</summary>
public sealed class ScaleCurve
{
    /// <param name="task">Its name.</param>
    /// <param name="points">In any order; they are sorted by scale. Several points may have one scale.</param>
    /// <exception cref="InvalidDataException">A scale is not positive, a score not finite, or a score of items no share.</exception>
    public ScaleCurve(string task, IEnumerable<ScalePoint> points)
    {
        (Task, Points) = (task, [.. points.OrderBy(point => point.Scale)]);
        foreach (var point in Points)
        {
            if (!(point.Scale > 0 && double.IsFinite(point.Scale))) throw Bad(point, "a positive scale");
            if (!double.IsFinite(point.Score)) throw Bad(point, "a finite score");
            if (double.IsNaN(point.Items)) continue;
            if (!(point.Items >= 1)) throw Bad(point, "at least one item");
            if (!(point.Score is >= 0 and <= 1)) throw Bad(point, "a score between 0 and 1 where items are counted; divide percentages by 100");
        }
    }

    public string Task { get; }

    /// <summary>By rising scale.</summary>
    public IReadOnlyList<ScalePoint> Points { get; }

    /// <summary>How many different scales there are.</summary>
    public int Scales => Points.Select(point => point.Scale).Distinct().Count();

    /// <summary>Whether every point says how many items it is a share of, so that the sampling noise is known.</summary>
    public bool HasItems => Points.All(point => !double.IsNaN(point.Items));

    /// <summary>The curve of another score of the same models, without items: a companion by formula.</summary>
    public ScaleCurve Transformed(Func<double, double> transform) => new(Task, Points.Select(point => new ScalePoint(point.Scale, transform(point.Score))));

    private InvalidDataException Bad(ScalePoint point, string required)
    {
        var items = double.IsNaN(point.Items) ? "" : FormattableString.Invariant($" with {point.Items} items");
        return new(FormattableString.Invariant($"Task '{Task}' must have {required}, but has a score of {point.Score} at scale {point.Scale}{items}."));
    }
}

/// <summary>One model's score.</summary>
/// <param name="Scale">Parameters, training steps or compute: positive.</param>
/// <param name="Score">The score; a share of items where <paramref name="Items"/> is given.</param>
/// <param name="Items">How many items it is a share of; NaN where that is not known or the score is no share.</param>
public readonly record struct ScalePoint(double Scale, double Score, double Items = double.NaN);

/// <summary>BIG-bench's two heuristics for a curve y_1 ... y_n in order of scale (arXiv 2206.04615, appendix B); breakthroughness is also the emergence score
/// of arXiv 2304.15004.</summary>
/// <param name="Improvement">I = sign(argmax y - argmin y) (max y - min y).</param>
/// <param name="Linearity">L = I / sqrt(mean of (y_{i+1} - y_i)^2): n - 1 for a straight line of equal steps, less for anything else.</param>
/// <param name="Breakthroughness">B = I / sqrt(median of (y_{i+1} - y_i)^2): n - 1 for that line, large where one step does it all; infinite where most
/// steps are exactly zero.</param>
/// <remarks>Several points of one scale are averaged first. All three are 0 for a flat curve; with fewer than two scales, NaN. The first of equal extremes
/// counts.</remarks>
public readonly record struct BigBenchShape(double Improvement, double Linearity, double Breakthroughness)
{
    public static BigBenchShape Of(ScaleCurve curve)
    {
        double[] y = [.. curve.Points.GroupBy(point => point.Scale).Select(scale => scale.Average(point => point.Score))];
        if (y.Length < 2) return new BigBenchShape(double.NaN, double.NaN, double.NaN);
        var (least, greatest) = (y.Min(), y.Max());
        var improvement = Math.Sign(Array.IndexOf(y, greatest) - Array.IndexOf(y, least)) * (greatest - least);
        if (improvement == 0) return new BigBenchShape(0, 0, 0);
        double[] squares = [.. y.Zip(y.Skip(1), (a, b) => (b - a) * (b - a)).Order()];
        var median = Quantile.OfOrdered(squares, 0.5);
        return new BigBenchShape(improvement, improvement / Math.Sqrt(squares.Average()), improvement / Math.Sqrt(median));
    }
}

/// <summary>The curve that a published definition in pseudocode calls emergent (LLM_Emergence, after Wei et al. 2022): y = 0 below a scale a, y = b at a, and
/// y = x above it, with chance at 0.</summary>
/// <remarks>Followed to the letter: above the threshold the performance is the scale itself, in the scale's units. That is a jump from b to beyond a, then a
/// straight line, whatever b is.</remarks>
/// <param name="Threshold">a: a fairly large scale.</param>
/// <param name="Performance">b: significantly above chance.</param>
public sealed record EmergencePattern(double Threshold, double Performance)
{
    /// <summary>y at a scale x.</summary>
    public double At(double scale) => scale < Threshold ? 0 : scale == Threshold ? Performance : scale;

    /// <summary>The curve at the given scales.</summary>
    public ScaleCurve Over(IEnumerable<double> scales) => new("pattern", scales.Select(scale => new ScalePoint(scale, At(scale))));
}
