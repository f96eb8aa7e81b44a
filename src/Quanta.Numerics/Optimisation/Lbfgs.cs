using System.Numerics.Tensors;

namespace Quanta.Numerics.Optimisation;

/// <summary>Limited-memory BFGS for smooth functions without bounds, on buffers that are kept from search to search: a search allocates nothing.</summary>
/// <remarks>Nocedal and Wright 2006, algorithms 7.4 and 7.5, with a line search for the strong Wolfe conditions (<see cref="WolfeSearch"/>). Where the line search
/// finds nothing along a direction made from memory, the memory is dropped and the search goes on along the steepest descent.
/// Deterministic. An instance serves one thread at a time.</remarks>
public sealed class Lbfgs
{
    /// <summary>Of the first value: where the least value is 0, no tolerance relative to it is ever met, and the search ends among rounding errors.</summary>
    private const double Nothing = 1e-20;

    private readonly LbfgsOptions _options;
    private readonly double[][] _steps, _changes;
    private readonly double[] _curvatures, _weights, _direction, _gradient;
    private readonly WolfeSearch _line;
    private int _remembered, _newest;

    /// <param name="parameters">n, of every function that this instance is to minimise.</param>
    /// <param name="options">When to stop.</param>
    public Lbfgs(int parameters, LbfgsOptions? options = null)
    {
        _options = options ?? new LbfgsOptions();
        var memory = Math.Max(1, _options.Memory);
        (_steps, _changes) = (Vectors(memory, parameters), Vectors(memory, parameters));
        (_curvatures, _weights) = (new double[memory], new double[memory]);
        (_direction, _gradient) = (new double[parameters], new double[parameters]);
        _line = new WolfeSearch(parameters);
    }

    /// <summary>Moves <paramref name="parameters"/> [n] to a minimum.</summary>
    public LbfgsResult Minimise<TFunction>(TFunction function, Span<double> parameters)
        where TFunction : IDifferentiable
    {
        if (parameters.Length != _gradient.Length || function.Parameters != _gradient.Length)
            throw new ArgumentException(
                $"This minimiser was made for {_gradient.Length} parameters, but the function has {function.Parameters} and the start {parameters.Length}.");
        _remembered = 0;
        var (iterations, evaluations, settled) = (0, 1, 0);
        var first = function.Evaluate(parameters, _gradient);
        var value = first;
        if (!double.IsFinite(value) || !double.IsFinite(TensorPrimitives.SumOfMagnitudes<double>(_gradient))) return new(value, OptimisationStatus.NotFinite, 0, 1);
        while (true)
        {
            var slope = ChooseDirection();
            // Half the slope is the fall that the quadratic model promises, once there is a model.
            if (slope == 0 || (_remembered > 0 && -slope / 2 <= _options.Tolerance * Math.Abs(value))) return End(OptimisationStatus.GradientVanished);
            if (iterations == _options.MaxIterations) return End(OptimisationStatus.IterationsExhausted);
            var firstStep = _remembered > 0 ? 1 : Math.Min(1, 1 / TensorPrimitives.Norm<double>(_gradient));
            var found = _line.Run(function, parameters, _direction, value, slope, firstStep);
            evaluations += found.Evaluations;
            if (!found.IsLower)
            {
                if (_remembered == 0) return End(Math.Abs(value) <= Nothing * Math.Abs(first) ? OptimisationStatus.ValueSettled : OptimisationStatus.Stalled);
                _remembered = 0;
                continue;
            }
            iterations++;
            Remember(parameters);
            settled = value - found.Value <= _options.Tolerance * Math.Abs(value) ? settled + 1 : 0;
            value = found.Value;
            _line.Point.CopyTo(parameters);
            _line.Gradient.CopyTo(_gradient);
            if (settled == 2) return End(OptimisationStatus.ValueSettled);
        }

        LbfgsResult End(OptimisationStatus status) => new(value, status, iterations, evaluations);
    }

    /// <summary>Keeps the step to the line search's point, unless its curvature is not positive: then it would spoil the model.</summary>
    private void Remember(ReadOnlySpan<double> from)
    {
        var slot = (_newest + 1) % _steps.Length;
        TensorPrimitives.Subtract(_line.Point, from, _steps[slot]);
        TensorPrimitives.Subtract(_line.Gradient, _gradient, _changes[slot]);
        var curvature = TensorPrimitives.Dot<double>(_steps[slot], _changes[slot]);
        if (!(curvature > 1e-16 * TensorPrimitives.Norm<double>(_steps[slot]) * TensorPrimitives.Norm<double>(_changes[slot]))) return;
        _curvatures[slot] = curvature;
        _newest = slot;
        _remembered = Math.Min(_remembered + 1, _steps.Length);
    }

    /// <summary>The two-loop recursion: minus the approximate inverse Hessian times the gradient.</summary>
    /// <returns>The derivative along the direction, negative or 0.</returns>
    private double ChooseDirection()
    {
        TensorPrimitives.Negate<double>(_gradient, _direction);
        if (_remembered == 0) return -TensorPrimitives.SumOfSquares<double>(_gradient);
        for (var age = 0; age < _remembered; age++)
        {
            var slot = Slot(age);
            _weights[slot] = TensorPrimitives.Dot<double>(_steps[slot], _direction) / _curvatures[slot];
            TensorPrimitives.MultiplyAdd(_changes[slot], -_weights[slot], _direction, _direction);
        }
        TensorPrimitives.Multiply(_direction, _curvatures[_newest] / TensorPrimitives.SumOfSquares<double>(_changes[_newest]), _direction);
        for (var age = _remembered - 1; age >= 0; age--)
        {
            var slot = Slot(age);
            var correction = _weights[slot] - TensorPrimitives.Dot<double>(_changes[slot], _direction) / _curvatures[slot];
            TensorPrimitives.MultiplyAdd(_steps[slot], correction, _direction, _direction);
        }
        var slope = TensorPrimitives.Dot<double>(_gradient, _direction);
        if (slope < 0) return slope;
        _remembered = 0;
        return ChooseDirection();
    }

    private int Slot(int age) => (_newest - age + _steps.Length) % _steps.Length;

    private static double[][] Vectors(int count, int length) => [.. Enumerable.Range(0, count).Select(_ => new double[length])];
}

/// <summary>When <see cref="Lbfgs"/> stops, and how much it remembers.</summary>
public sealed record LbfgsOptions
{
    /// <summary>How many past steps shape the next one.</summary>
    public int Memory { get; init; } = 10;

    /// <summary>Steps after which the search gives up.</summary>
    public int MaxIterations { get; init; } = 1000;

    /// <summary>Converged when the fall that the quadratic model promises, or the fall of two steps in succession, is at most this part of the value.</summary>
    /// <remarks>Relative to the value alone: an absolute tolerance would stop at once where values are small, as averaged losses are.</remarks>
    public double Tolerance { get; init; } = 1e-14;
}

/// <summary>How one search by <see cref="Lbfgs"/> ended.</summary>
/// <param name="Value">The function's value there.</param>
/// <param name="Status">Why it stopped.</param>
/// <param name="Iterations">Steps taken.</param>
/// <param name="Evaluations">Calls of the function.</param>
public readonly record struct LbfgsResult(double Value, OptimisationStatus Status, int Iterations, int Evaluations);

/// <summary>A function to be minimised, with its gradient.</summary>
public interface IDifferentiable
{
    /// <summary>n.</summary>
    int Parameters { get; }

    /// <summary>The value at <paramref name="parameters"/> [n], which may be infinite or NaN where the function ends; writes the gradient [n].</summary>
    double Evaluate(ReadOnlySpan<double> parameters, Span<double> gradient);
}
