namespace Quanta.ToyModels.Parity.Theory;

/// <summary>The infinite Zipf distribution of the closed forms: p_k = A k^-(1 + alpha), k = 1, 2, ..., A = 1 / zeta(1 + alpha).</summary>
/// <param name="Alpha">alpha of the paper's text, the configurations' exponent less 1; positive.</param>
public sealed record ZipfLaw(double Alpha)
{
    private const int Summed = 100_000;

    /// <summary>A.</summary>
    public double Normaliser { get; } = 1 / Tail(1 + Alpha, 1);

    public double Frequency(double rank) => Normaliser * Math.Pow(rank, -(1 + Alpha));

    /// <summary>The sum of p_k over k &gt; n, exact to rounding: the loss, in units of one unlearned subtask, of a network that has learned the first n.</summary>
    public double MassBeyond(long n) => Normaliser * Tail(1 + Alpha, n + 1);

    /// <summary>Sum over all k of p_k f(p_k), for a smooth f bounded near 0.</summary>
    /// <remarks>The first 100,000 terms one by one; the rest as an integral from half a rank before the next one, whose error is the second difference of the summand there,
    /// below 1e-14 of the sum.</remarks>
    public double Expectation(Func<double, double> f)
    {
        var sum = 0.0;
        for (var k = Summed; k >= 1; k--) sum += Frequency(k) * f(Frequency(k));
        // In x = ln k the integrand is A e^(-alpha x) f; 45 / alpha further on it has fallen by e^-45.
        var start = Math.Log(Summed + 0.5);
        return sum + Quadrature.Simpson(x => Normaliser * Math.Exp(-Alpha * x) * f(Frequency(Math.Exp(x))), start, start + 45 / Alpha);
    }

    /// <summary>The sum of k^-s over k &gt;= first, s &gt; 1, by the Euler-Maclaurin formula.</summary>
    internal static double Tail(double s, double first)
    {
        const int direct = 200;
        var sum = 0.0;
        for (var k = first + direct - 1; k >= first; k--) sum += Math.Pow(k, -s);
        var n = first + direct;
        var power = Math.Pow(n, -s);
        return sum + n * power / (s - 1) + power / 2 + s * power / (12 * n) - s * (s + 1) * (s + 2) * power / (720 * n * n * n);
    }
}

internal static class Quadrature
{
    /// <summary>The integral of a smooth function over [from, to] by Simpson's rule on an even number of intervals.</summary>
    public static double Simpson(Func<double, double> f, double from, double to, int intervals = 20_000)
    {
        var h = (to - from) / intervals;
        var sum = f(from) + f(to);
        for (var i = 1; i < intervals; i++) sum += (i % 2 == 1 ? 4 : 2) * f(from + i * h);
        return sum * h / 3;
    }
}
