using System.Numerics;

namespace Quanta.Numerics.Eigenvectors.Internals;

/// <summary>Givens' plane rotation of two vectors.</summary>
internal static class Rotation
{
    /// <summary>(x, y) becomes (c x + s y, c y - s x).</summary>
    public static void Apply(Span<double> x, Span<double> y, double c, double s)
    {
        var (cs, ss) = (new Vector<double>(c), new Vector<double>(s));
        var i = 0;
        for (; i + Vector<double>.Count <= x.Length; i += Vector<double>.Count)
        {
            var (xs, ys) = (new Vector<double>(x[i..]), new Vector<double>(y[i..]));
            (cs * xs + ss * ys).CopyTo(x[i..]);
            (cs * ys - ss * xs).CopyTo(y[i..]);
        }
        for (; i < x.Length; i++) (x[i], y[i]) = (c * x[i] + s * y[i], c * y[i] - s * x[i]);
    }
}
