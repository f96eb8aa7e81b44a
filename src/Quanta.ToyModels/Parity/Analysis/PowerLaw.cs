namespace Quanta.ToyModels.Parity.Analysis;

/// <summary>y = factor * x^slope, fitted as the published notebooks do: ordinary least squares of ln y on ln x with an intercept, unweighted.</summary>
/// <param name="Slope">The coefficient.</param>
/// <param name="Factor">e to the intercept.</param>
/// <param name="Points">How many points were fitted.</param>
public sealed record PowerLaw(double Slope, double Factor, int Points)
{
    public double At(double x) => Factor * Math.Pow(x, Slope);

    /// <summary>Fits positive points.</summary>
    /// <param name="x">[n], positive, not all equal.</param>
    /// <param name="y">[n], positive.</param>
    /// <exception cref="ArgumentException">Fewer than two points, or a value that has no logarithm.</exception>
    public static PowerLaw Fit(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count != y.Count) throw new ArgumentException($"A fit needs as many y as x, but there are {y.Count} and {x.Count}.");
        if (x.Count < 2) throw new ArgumentException($"A line needs at least 2 points, but there are {x.Count}.");
        if (x.Concat(y).FirstOrDefault(v => !(v > 0 && v < double.PositiveInfinity), 1) is var bad and not 1) throw new ArgumentException($"A power law needs positive, finite values, but found {bad}.");
        var (lx, ly) = (x.Select(v => Math.Log(v)).ToArray(), y.Select(v => Math.Log(v)).ToArray());
        var (mx, my) = (lx.Average(), ly.Average());
        var spread = lx.Sum(v => (v - mx) * (v - mx));
        if (spread == 0) throw new ArgumentException("A line needs at least 2 different x, but all are equal.");
        var slope = lx.Zip(ly, (a, b) => (a - mx) * (b - my)).Sum() / spread;
        return new PowerLaw(slope, Math.Exp(my - slope * mx), x.Count);
    }
}
