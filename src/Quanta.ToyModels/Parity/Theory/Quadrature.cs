namespace Quanta.ToyModels.Parity.Theory;

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
