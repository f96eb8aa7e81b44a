namespace Quanta.Scaling.Laws;

/// <summary>How a loss falls along a scale: by how much, where, and over how much of it.</summary>
/// <param name="Nats">From the first column to the last, on the falling curve nearest to the losses.</param>
/// <param name="Middle">ln x where half of the fall is done; NaN where there is none.</param>
/// <param name="Decades">How many factors of ten lie between a tenth and nine tenths of the fall: small where it comes at once.</param>
/// <param name="SteepestShare">The share of the fall between two neighbouring columns that has most of it.</param>
public readonly record struct LossDrop(double Nats, double Middle, double Decades, double SteepestShare)
{
    private const double Early = 0.1, Late = 0.9;

    /// <summary>Measures losses along ln x.</summary>
    /// <remarks>Noise is taken out by isotonic regression first, so that a curve that rises and falls again counts as flat there. Between columns the curve is
    /// straight over ln x: a fall between two neighbours cannot look narrower than 0.8 of their distance.</remarks>
    /// <param name="logarithms">ln x, ascending, [columns].</param>
    /// <param name="losses">Nats, [columns].</param>
    public static LossDrop Of(IReadOnlyList<double> logarithms, ReadOnlySpan<double> losses)
    {
        var curve = MonotoneCurve.Falling(losses);
        var fall = curve[0] - curve[^1];
        if (!(fall > 0)) return new LossDrop(0, double.NaN, double.NaN, double.NaN);
        var steepest = 0.0;
        for (var i = 1; i < curve.Length; i++) steepest = Math.Max(steepest, curve[i - 1] - curve[i]);
        var decades = (Crossing(logarithms, curve, Late) - Crossing(logarithms, curve, Early)) / Math.Log(10);
        return new LossDrop(fall, Crossing(logarithms, curve, 0.5), decades, steepest / fall);
    }

    /// <summary>ln x where a share of the fall is done.</summary>
    private static double Crossing(IReadOnlyList<double> logarithms, double[] curve, double share)
    {
        var level = curve[0] + share * (curve[^1] - curve[0]);
        var after = Array.FindIndex(curve, loss => loss <= level);
        if (after == 0) return logarithms[0];
        var part = (curve[after - 1] - level) / (curve[after - 1] - curve[after]);
        return logarithms[after - 1] + part * (logarithms[after] - logarithms[after - 1]);
    }
}

/// <summary>The falling curve nearest to given losses in least squares: isotonic regression by pooling adjacent violators.</summary>
internal static class MonotoneCurve
{
    /// <summary>Never rising, [columns]; the mean of the losses is kept.</summary>
    public static double[] Falling(ReadOnlySpan<double> losses)
    {
        var (sums, counts, pools) = (new double[losses.Length], new int[losses.Length], 0);
        foreach (var loss in losses)
        {
            (sums[pools], counts[pools]) = (loss, 1);
            // A pool above the one before it breaks the fall: the two become one.
            for (pools++; pools > 1 && sums[pools - 1] * counts[pools - 2] > sums[pools - 2] * counts[pools - 1]; pools--)
            {
                sums[pools - 2] += sums[pools - 1];
                counts[pools - 2] += counts[pools - 1];
            }
        }
        var curve = new double[losses.Length];
        for (int pool = 0, place = 0; pool < pools; pool++)
            for (var i = 0; i < counts[pool]; i++) curve[place++] = sums[pool] / counts[pool];
        return curve;
    }
}
