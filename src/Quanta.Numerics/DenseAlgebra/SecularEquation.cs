namespace Quanta.Numerics.DenseAlgebra;

/// <summary>The eigenvalues of diag(d) + rho z z^T: the roots of f(x) = 1 + rho sum_i z_i^2 / (d_i - x), one right of each d_j.</summary>
/// <remarks>Bunch, Nielsen and Sorensen 1978, "Rank-one modification of the symmetric eigenproblem": the part of the sum left of the root and the
/// part
/// right of it are each replaced by a pole and a constant that match value and slope, which gives a quadratic for the step; a bracket guards it.
/// The unknown is the distance to the nearer pole, so that d_i - x keeps its relative accuracy.</remarks>
internal readonly ref struct SecularEquation(ReadOnlySpan<double> poles, ReadOnlySpan<double> z, double rho)
{
    private const int MaxSteps = 100;
    private const double UnitRounding = 2.3e-16;
    private readonly ReadOnlySpan<double> _poles = poles, _z = z;
    private readonly double _inverseRho = 1 / rho;

    /// <summary>The root right of pole <paramref name="j"/>.</summary>
    /// <param name="j">Which root; the poles ascend strictly and rho is positive.</param>
    /// <param name="differences">[n], written: d_i - root, each with a small relative error.</param>
    public double Solve(int j, Span<double> differences)
    {
        var last = _poles.Length - 1;
        var gap = j < last ? _poles[j + 1] - _poles[j] : SquaredNorm() / _inverseRho;
        Shift(j, gap / 2, differences);
        var leftHalf = j == last || Evaluate(j, gap / 2, differences).Value > 0;
        var origin = leftHalf ? j : j + 1;
        var (low, high) = leftHalf ? (0, j == last ? gap : gap / 2) : (-gap / 2, 0.0);
        var x = leftHalf ? (j == last ? high : low + (high - low) / 2) : low / 2;
        for (var step = 0; step < MaxSteps; step++)
        {
            Shift(origin, x, differences);
            var f = Evaluate(j, x, differences);
            if (!(Math.Abs(f.Value) > f.Rounding)) break;
            if (f.Value < 0) low = x; else high = x;
            var next = x + Step(j, f, differences);
            if (!(next > low && next < high)) next = low + (high - low) / 2;
            if (next == x || next == low || next == high) break;
            x = next;
        }
        Shift(origin, x, differences);
        return _poles[origin] + x;
    }

    private double SquaredNorm()
    {
        var sum = 0.0;
        foreach (var value in _z) sum += value * value;
        return sum;
    }

    private void Shift(int origin, double x, Span<double> differences)
    {
        for (var i = 0; i < differences.Length; i++) differences[i] = _poles[i] - _poles[origin] - x;
    }

    /// <summary>f / rho at the point, its two slopes, and a bound on its rounding error.</summary>
    private (double Value, double SlopeLeft, double SlopeRight, double Rounding) Evaluate(int j, double x, ReadOnlySpan<double> differences)
    {
        var (left, slopeLeft) = Sum(0, j + 1, differences);
        var (right, slopeRight) = Sum(j + 1, _poles.Length, differences);
        var rounding = 8 * (right - left) + _inverseRho + Math.Abs(x) * (slopeLeft + slopeRight);
        return (_inverseRho + left + right, slopeLeft, slopeRight, UnitRounding * rounding);
    }

    private (double Value, double Slope) Sum(int start, int end, ReadOnlySpan<double> differences)
    {
        var (value, slope) = (0.0, 0.0);
        for (var i = start; i < end; i++)
        {
            var ratio = _z[i] / differences[i];
            value += ratio * _z[i];
            slope += ratio * ratio;
        }
        return (value, slope);
    }

    private double Step(int j, (double Value, double SlopeLeft, double SlopeRight, double Rounding) f, ReadOnlySpan<double> differences)
    {
        var left = differences[j];
        if (j == _poles.Length - 1)
        {
            var constant = f.Value - left * f.SlopeLeft;
            return left + left * left * f.SlopeLeft / constant;
        }
        var right = differences[j + 1];
        var c = f.Value - left * f.SlopeLeft - right * f.SlopeRight;
        var a = (left + right) * f.Value - left * right * (f.SlopeLeft + f.SlopeRight);
        var b = left * right * f.Value;
        var root = Math.Sqrt(Math.Max(0, a * a - 4 * b * c));
        return a <= 0 ? (a - root) / (2 * c) : 2 * b / (a + root);
    }
}
