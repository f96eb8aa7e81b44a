using System.Numerics.Tensors;

namespace Quanta.Scaling.Emergence;

/// <summary>Curves a + c t + b s(t) for each rise s of a list, to be fitted to many sets of scores at the same scales with the same weights.</summary>
/// <remarks>All is done in whitened coordinates, in which the noise is equal. The constant and the trend are taken out of each rise beforehand, so that a
/// fit costs two inner products. A trend against the rise's direction would let a slow rise pass for a fast one, so of such fits only the parts are used:
/// the rise alone, or the trend alone.</remarks>
internal sealed class ShapeFamily
{
    private readonly double[] _t, _whitener, _constant, _trend;
    private readonly double _trendNorm;
    private readonly List<Member> _members = [];

    /// <param name="t">[m], log10(scale), rising.</param>
    /// <param name="whitener">[m], 1 / standard deviation of each score.</param>
    /// <param name="rises">Middles and widths; members that do not vary over the scales are left out.</param>
    public ShapeFamily(double[] t, double[] whitener, IEnumerable<(double Middle, double Width)> rises)
    {
        (_t, _whitener) = (t, whitener);
        _constant = Normalised(whitener, out _);
        _trend = Normalised(Without(Whitened(t), _constant), out _trendNorm);
        foreach (var (middle, width) in rises)
        {
            var rise = Whitened(Array.ConvertAll(t, at => RiseShape.At(at, middle, width)));
            var alone = Normalised(Without(rise, _constant), out var aloneNorm);
            var besides = Normalised(Without(Without(rise, _constant), _trend), out var besidesNorm);
            if (!(aloneNorm > 1e-6 * Norm(rise))) continue;
            _members.Add(new Member(middle, width, alone, aloneNorm, besidesNorm > 1e-6 * aloneNorm ? besides : null, besidesNorm, Dot(_trend, rise)));
        }
    }

    /// <summary>The sum of squares about the constant alone.</summary>
    public double ConstantChiSquare(ReadOnlySpan<double> whitened) => SumOfSquares(whitened) - Square(Dot(_constant, whitened));

    /// <summary>The least sum of squares of all members and of the straight line.</summary>
    public double LeastChiSquare(ReadOnlySpan<double> whitened) => Best(whitened).ChiSquare;

    /// <summary>The best fit.</summary>
    public FittedShape Fit(ReadOnlySpan<double> whitened)
    {
        var (member, withTrend, _) = Best(whitened);
        double rise = 0, trend;
        if (_members.Count == 0 || member < 0) trend = Dot(_trend, whitened) / _trendNorm;
        else
        {
            var m = _members[member];
            rise = withTrend ? Dot(m.Besides!, whitened) / m.BesidesNorm : Dot(m.Alone, whitened) / m.AloneNorm;
            trend = withTrend ? (Dot(_trend, whitened) - rise * m.TrendPart) / _trendNorm : 0;
        }
        var (middle, width) = member < 0 ? (_t[0], 1) : (_members[member].Middle, _members[member].Width);
        // The constant is what is left along the whitened vector of ones.
        double along = 0, norm = 0;
        for (var i = 0; i < _t.Length; i++)
        {
            var rest = whitened[i] - _whitener[i] * (trend * _t[i] + rise * RiseShape.At(_t[i], middle, width));
            along += rest * _whitener[i];
            norm += _whitener[i] * _whitener[i];
        }
        return new FittedShape(along / norm, trend, rise, middle, width, Best(whitened).ChiSquare);
    }

    public double[] Whitened(ReadOnlySpan<double> values)
    {
        var result = new double[values.Length];
        for (var i = 0; i < result.Length; i++) result[i] = values[i] * _whitener[i];
        return result;
    }

    private (int Member, bool WithTrend, double ChiSquare) Best(ReadOnlySpan<double> whitened)
    {
        var total = SumOfSquares(whitened) - Square(Dot(_constant, whitened));
        var alongTrend = Dot(_trend, whitened);
        var best = (Member: -1, WithTrend: false, Explained: Square(alongTrend));
        for (var i = 0; i < _members.Count; i++)
        {
            var member = _members[i];
            var alone = Square(Dot(member.Alone, whitened));
            if (alone > best.Explained) best = (i, false, alone);
            if (member.Besides is null) continue;
            var along = Dot(member.Besides, whitened);
            var both = Square(alongTrend) + Square(along);
            if (!(both > best.Explained)) continue;
            var rise = along / member.BesidesNorm;
            var trend = (alongTrend - rise * member.TrendPart) / _trendNorm;
            if (rise * trend >= 0) best = (i, true, both);
        }
        return (best.Member, best.WithTrend, Math.Max(0, total - best.Explained));
    }

    private static double Square(double value) => value * value;

    private static double SumOfSquares(ReadOnlySpan<double> values) => TensorPrimitives.SumOfSquares(values);

    private static double Norm(ReadOnlySpan<double> values) => Math.Sqrt(SumOfSquares(values));

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => TensorPrimitives.Dot(a, b);

    private static double[] Without(double[] values, double[] direction)
    {
        var part = Dot(values, direction);
        return [.. values.Zip(direction, (value, d) => value - part * d)];
    }

    private static double[] Normalised(double[] values, out double norm)
    {
        var length = norm = Norm(values);
        return length > 0 ? Array.ConvertAll(values, value => value / length) : values;
    }

    /// <summary>A rise without the constant (Alone) and without the trend as well (Besides; null where nothing is left), each of length 1.</summary>
    private sealed record Member(double Middle, double Width, double[] Alone, double AloneNorm, double[]? Besides, double BesidesNorm, double TrendPart);
}

/// <summary>A rise from 0 to 1 around a place: logistic in log10(scale), or a step.</summary>
internal static class RiseShape
{
    // ln 9 on either side of the middle is the way from a tenth to nine tenths.
    private static readonly double Steepness = 2 * Math.Log(9);

    /// <param name="t">log10(scale).</param>
    /// <param name="middle">Where the rise is at half its height.</param>
    /// <param name="width">Decades from a tenth to nine tenths; 0 for a step.</param>
    public static double At(double t, double middle, double width) => width > 0 ? 1 / (1 + Math.Exp(-Steepness * (t - middle) / width)) : t > middle ? 1 : 0;
}

/// <summary>The smooth and the sharp curves over one curve's scales.</summary>
/// <param name="Scales">[m].</param>
/// <param name="Smooth">Trends with rises that are wide enough.</param>
/// <param name="Sharp">Trends with steps and narrow rises.</param>
/// <param name="LeastVariance">1 where the scores' variances are known, 0 where they are not.</param>
internal sealed record CurveFamilies(double[] Scales, ShapeFamily Smooth, ShapeFamily Sharp, double LeastVariance)
{
    // Distances between the middles of rises, in units of their width. The smooth ones are close, since a smooth truth between two of them must not look
    // like a jump: at most a 32nd of its width away, 1,000 items at 12 scales tell it apart by less than 2 in the sum of squares.
    private const double SmoothStep = 1.0 / 16, SharpStep = 1.0 / 4;

    // Widths of rises in units of the narrowest that counts as smooth.
    private static readonly double[] SmoothWidths = [.. Enumerable.Range(0, 6).Select(i => Math.Pow(1.25, i))], SharpWidths = [0.25, 0.5];

    public double LeastChiSquare(ReadOnlySpan<double> scores) => Math.Min(Smooth.LeastChiSquare(scores), Sharp.LeastChiSquare(scores));

    public static CurveFamilies Of(ScaleCurve curve, DetectorOptions options)
    {
        double[] scales = [.. curve.Points.Select(point => point.Scale)];
        double[] t = Array.ConvertAll(scales, Math.Log10), distinct = [.. t.Distinct()];
        double[] gaps = [.. distinct.Zip(distinct.Skip(1), (a, b) => b - a).Order()];
        var width = Math.Max(options.SmoothDecades, options.SmoothGaps * gaps[gaps.Length / 2]);
        double[] whitener = curve.HasItems ? [.. curve.Points.Select(Precision)] : [.. t.Select(_ => 1.0)];
        var smooth = SmoothWidths.Select(factor => factor * width).SelectMany(wide => Rises(distinct, wide, wide / 2, SmoothStep));
        var narrow = SharpWidths.Select(factor => factor * width).SelectMany(wide => Rises(distinct, wide, 0, SharpStep));
        var steps = distinct.Zip(distinct.Skip(1), (a, b) => ((a + b) / 2, 0.0));
        return new CurveFamilies(scales, new ShapeFamily(t, whitener, smooth), new ShapeFamily(t, whitener, steps.Concat(narrow)), curve.HasItems ? 1 : 0);
    }

    private static double Precision(ScalePoint point)
    {
        var share = (point.Score * point.Items + 1) / (point.Items + 2);
        return Math.Sqrt(point.Items / (share * (1 - share)));
    }

    /// <summary>Rises of one width with middles from the first scale to the last, and so far beyond them.</summary>
    private static IEnumerable<(double Middle, double Width)> Rises(double[] t, double width, double beyond, double step)
    {
        var (first, range) = (t[0] - beyond, t[^1] - t[0] + 2 * beyond);
        var gaps = Math.Max(1, (int)Math.Ceiling(range / (step * width)));
        return Enumerable.Range(0, gaps + 1).Select(i => (first + range * i / gaps, width));
    }
}
