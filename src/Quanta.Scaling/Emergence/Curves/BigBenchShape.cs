using Quanta.Numerics.Statistics;

namespace Quanta.Scaling.Emergence.Curves;

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
