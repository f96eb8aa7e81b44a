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
