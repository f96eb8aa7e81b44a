using Quanta.Numerics.Optimisation;

namespace Quanta.Numerics.Statistics;

/// <summary>Weighted linear least squares by orthogonal reduction.</summary>
public static class LinearLeastSquares
{
    /// <summary>The coefficients that minimise the sum of weight * (target - basis . coefficients)^2.</summary>
    /// <remarks>Where columns depend on each other, to rounding, the later ones get coefficient 0.</remarks>
    /// <param name="basis">[n, k] by rows.</param>
    /// <param name="columns">k, at least 1.</param>
    /// <param name="targets">[n].</param>
    /// <param name="weights">[n], at least 0; all 1 where empty.</param>
    public static double[] Solve(ReadOnlySpan<double> basis, int columns, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights = default)
    {
        var n = targets.Length;
        if (columns < 1 || basis.Length != n * columns || (!weights.IsEmpty && weights.Length != n))
            throw new ArgumentException(
                $"{n} targets and {columns} columns need {n * columns} values of the basis and {n} weights, but there are {basis.Length} and {weights.Length}.");
        var width = columns + 1;
        var system = new double[Math.Max(n, columns) * width];
        for (var i = 0; i < n; i++)
        {
            var root = weights.IsEmpty ? 1 : Math.Sqrt(weights[i]);
            for (var j = 0; j < columns; j++) system[i * width + j] = root * basis[i * columns + j];
            system[i * width + columns] = root * targets[i];
        }
        HouseholderReduction.Reduce(system, Math.Max(n, columns), width, columns);
        return SolveTriangle(system, width, columns);
    }

    private static double[] SolveTriangle(double[] system, int width, int columns)
    {
        var coefficients = new double[columns];
        for (var i = columns - 1; i >= 0; i--)
        {
            var (value, norm) = (system[i * width + columns], 0.0);
            for (var j = i + 1; j < columns; j++) value -= system[i * width + j] * coefficients[j];
            for (var row = 0; row <= i; row++) norm = Math.Max(norm, Math.Abs(system[row * width + i]));
            var diagonal = system[i * width + i];
            coefficients[i] = Math.Abs(diagonal) > 1e-12 * norm ? value / diagonal : 0;
        }
        return coefficients;
    }
}

/// <summary>y = Factor x^Exponent: the straight line of ln y on ln x by ordinary least squares, the field's "log-log fit".</summary>
/// <remarks>The exponent keeps its sign: it is negative where y falls, so that a law written L = A x^-alpha has alpha = -<see cref="Exponent"/>.</remarks>
/// <param name="Logarithms">ln y = Intercept + Slope ln x.</param>
public sealed record PowerLaw(StraightLine Logarithms)
{
    /// <summary>The slope in logarithms.</summary>
    public double Exponent => Logarithms.Slope;

    /// <summary>y at x = 1.</summary>
    public double Factor => Math.Exp(Logarithms.Intercept);

    /// <summary>The share of the variance of ln y that the law explains.</summary>
    public double RSquared => Logarithms.RSquared;

    /// <summary>How many points were fitted.</summary>
    public int Points => Logarithms.Points;

    /// <summary>y at a positive x.</summary>
    public double At(double x) => Math.Exp(Logarithms.At(Math.Log(x)));

    /// <summary>Student's interval of the exponent: it holds if ln y scatters independently, with one variance.</summary>
    /// <param name="confidence">In (0, 1).</param>
    public (double Low, double High) ExponentInterval(double confidence = 0.95) => Logarithms.SlopeInterval(confidence);

    /// <summary>Fits.</summary>
    /// <param name="x">Positive, [n].</param>
    /// <param name="y">Positive, [n].</param>
    /// <returns>NaN throughout where fewer than two x differ, or a value is not positive and finite.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static PowerLaw Fit(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => new(StraightLine.Fit(LogarithmsOf(x), LogarithmsOf(y)));

    private static double[] LogarithmsOf(ReadOnlySpan<double> values)
    {
        var logarithms = new double[values.Length];
        for (var i = 0; i < values.Length; i++) logarithms[i] = values[i] > 0 ? Math.Log(values[i]) : double.NaN;
        return logarithms;
    }
}
