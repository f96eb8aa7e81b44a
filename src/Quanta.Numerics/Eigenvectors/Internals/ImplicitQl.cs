namespace Quanta.Numerics.Eigenvectors.Internals;

/// <summary>All eigenpairs of a small symmetric tridiagonal matrix by implicit QL steps with Wilkinson's shift.</summary>
/// <remarks>Dubrulle, Martin and Wilkinson 1968, "The implicit QL algorithm".</remarks>
internal static class ImplicitQl
{
    private const int MaxStepsPerValue = 60;

    /// <summary>Diagonalises T, turning the rows of <paramref name="vectors"/> along: from the identity, row i becomes eigenvector i.</summary>
    /// <param name="d">[n]: the diagonal; on return the eigenvalues, in no order.</param>
    /// <param name="e">[n]: element i couples i and i + 1, the last is unused; overwritten.</param>
    /// <param name="vectors">[n, any], unit column stride.</param>
    /// <returns>False when an eigenvalue did not converge, which only a NaN or an infinity brings about.</returns>
    public static bool Solve(Span<double> d, Span<double> e, DoubleView vectors)
    {
        for (var start = 0; start < d.Length; start++)
        {
            for (var steps = 0; ; steps++)
            {
                var end = start;
                while (end < d.Length - 1 && !IsNegligible(d, e, end)) end++;
                if (end == start) break;
                if (steps == MaxStepsPerValue) return false;
                Step(d, e, start, end, vectors);
            }
        }
        return true;
    }

    private static bool IsNegligible(Span<double> d, Span<double> e, int i)
    {
        var scale = Math.Abs(d[i]) + Math.Abs(d[i + 1]);
        return scale + Math.Abs(e[i]) == scale;
    }

    /// <summary>One QL sweep over the unreduced block start ... end.</summary>
    private static void Step(Span<double> d, Span<double> e, int start, int end, DoubleView vectors)
    {
        var slope = (d[start + 1] - d[start]) / (2 * e[start]);
        var g = d[end] - d[start] + e[start] / (slope + Math.CopySign(double.Hypot(slope, 1), slope));
        var (sine, cosine, shift) = (1.0, 1.0, 0.0);
        for (var i = end - 1; i >= start; i--)
        {
            var (f, b) = (sine * e[i], cosine * e[i]);
            var radius = double.Hypot(f, g);
            e[i + 1] = radius;
            if (radius == 0)
            {
                d[i + 1] -= shift;
                e[end] = 0;
                return;
            }
            (sine, cosine) = (f / radius, g / radius);
            g = d[i + 1] - shift;
            var turned = (d[i] - g) * sine + 2 * cosine * b;
            shift = sine * turned;
            d[i + 1] = g + shift;
            g = cosine * turned - b;
            Rotation.Apply(vectors.RowSpan(i + 1), vectors.RowSpan(i), cosine, sine);
        }
        d[start] -= shift;
        e[start] = g;
        e[end] = 0;
    }
}
