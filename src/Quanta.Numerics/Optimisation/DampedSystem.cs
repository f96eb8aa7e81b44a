namespace Quanta.Numerics.Optimisation;

/// <summary>The linear model of the residuals at one point, restricted to the parameters that may move, for any number of dampings.</summary>
internal sealed class DampedSystem
{
    private readonly int _residuals, _parameters;
    private readonly double[] _reduced, _damped, _solution;
    private readonly int[] _free;
    private int _freeCount;

    public DampedSystem(int residuals, int parameters)
    {
        (_residuals, _parameters) = (residuals, parameters);
        _reduced = new double[Math.Max(residuals, parameters) * (parameters + 1)];
        _damped = new double[2 * parameters * (parameters + 1)];
        _solution = new double[parameters];
        _free = new int[parameters];
    }

    /// <summary>Reduces [J | r], with the columns of blocked parameters left out, to a triangle.</summary>
    public void Prepare(ReadOnlySpan<double> residuals, ReadOnlySpan<double> jacobian, ReadOnlySpan<bool> blocked)
    {
        _freeCount = 0;
        for (var j = 0; j < _parameters; j++)
            if (!blocked[j]) _free[_freeCount++] = j;
        var width = _freeCount + 1;
        Array.Clear(_reduced);
        for (var i = 0; i < _residuals; i++)
        {
            for (var f = 0; f < _freeCount; f++) _reduced[i * width + f] = jacobian[i * _parameters + _free[f]];
            _reduced[i * width + _freeCount] = residuals[i];
        }
        HouseholderReduction.Reduce(_reduced, Math.Max(_residuals, _freeCount), width, _freeCount);
    }

    /// <summary>The step that minimises |r + J s|^2 + damping |scale s|^2; 0 for blocked parameters.</summary>
    public void Solve(double damping, ReadOnlySpan<double> scale, Span<double> step)
    {
        var width = _freeCount + 1;
        var root = Math.Sqrt(damping);
        Array.Clear(_damped);
        _reduced.AsSpan(0, _freeCount * width).CopyTo(_damped);
        // A column that has always been zero has no scale of its own; any will do.
        for (var f = 0; f < _freeCount; f++) _damped[(_freeCount + f) * width + f] = root * (scale[_free[f]] > 0 ? scale[_free[f]] : 1);
        HouseholderReduction.Reduce(_damped, 2 * _freeCount, width, _freeCount);
        HouseholderReduction.BackSubstitute(_damped, width, _freeCount, _solution);
        step.Clear();
        for (var f = 0; f < _freeCount; f++) step[_free[f]] = -_solution[f];
    }

    /// <summary>By how much half the sum of squares falls along a step, after the linear model.</summary>
    public double PredictedFall(ReadOnlySpan<double> step)
    {
        var width = _freeCount + 1;
        var fall = 0.0;
        for (var i = 0; i < _freeCount; i++)
        {
            var change = 0.0;
            for (var f = i; f < _freeCount; f++) change += _reduced[i * width + f] * step[_free[f]];
            fall -= change * (_reduced[i * width + _freeCount] + change / 2);
        }
        return fall;
    }
}
