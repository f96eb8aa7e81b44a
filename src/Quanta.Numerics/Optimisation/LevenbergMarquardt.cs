using System.Numerics.Tensors;

namespace Quanta.Numerics.Optimisation;

/// <summary>Nonlinear least squares within a box.</summary>
/// <remarks>Marquardt 1963 with column scaling as in Moré 1978 (the largest norm that a column of the Jacobian has had) and the damping schedule of Nielsen 1999.
/// Bounds: parameters at a bound beyond which the value falls are left out of the step, and the step is cut off at the box (a projected, active-set step);
/// a step is taken only where the value falls, so the value never rises. Linear systems are solved by orthogonal reduction, not normal equations.
/// Deterministic; the cost of an iteration is O(m n^2).</remarks>
public static class LevenbergMarquardt
{
    private const double LeastRatio = 1e-4, LeastDamping = 1e-20, LargestDamping = 1e60;

    /// <summary>Minimises half the sum of squared residuals.</summary>
    /// <param name="problem">m residuals of n parameters.</param>
    /// <param name="start">[n]; moved into the box.</param>
    /// <param name="options">When to stop.</param>
    /// <param name="cancellation">Stops between iterations.</param>
    /// <exception cref="ArgumentException">The start does not have a value for each bound.</exception>
    public static LevenbergMarquardtResult Minimise(
        LeastSquaresProblem problem, ReadOnlySpan<double> start, LevenbergMarquardtOptions? options = null, CancellationToken cancellation = default)
    {
        if (start.Length != problem.Bounds.Count)
            throw new ArgumentException($"The start must have a value for each of {problem.Bounds.Count} parameters, but has {start.Length}.", nameof(start));
        return new Search(problem, start, options ?? new LevenbergMarquardtOptions()).Run(cancellation);
    }

    /// <summary>One search: the current point and what is known there.</summary>
    private sealed class Search
    {
        private readonly LeastSquaresProblem _problem;
        private readonly LevenbergMarquardtOptions _options;
        private readonly DampedSystem _system;
        private readonly double[] _parameters, _trial, _step, _gradient, _scale, _norms, _jacobian;
        private readonly bool[] _blocked;
        private double[] _residuals, _trialResiduals;
        private double _value, _damping, _growth = 2;
        private int _iterations, _evaluations;

        public Search(LeastSquaresProblem problem, ReadOnlySpan<double> start, LevenbergMarquardtOptions options)
        {
            (_problem, _options, _damping) = (problem, options, options.InitialDamping);
            var (m, n) = (problem.Residuals, start.Length);
            _system = new DampedSystem(m, n);
            _parameters = start.ToArray();
            problem.Bounds.Clamp(_parameters);
            (_trial, _step, _gradient, _scale, _norms) = (new double[n], new double[n], new double[n], new double[n], new double[n]);
            (_jacobian, _blocked) = (new double[m * n], new bool[n]);
            (_residuals, _trialResiduals) = (new double[m], new double[m]);
        }

        public LevenbergMarquardtResult Run(CancellationToken cancellation)
        {
            _value = Evaluate(_parameters, _residuals, _jacobian);
            var status = double.IsFinite(_value) && AllFinite(_jacobian) ? Iterate(cancellation) : OptimisationStatus.NotFinite;
            return new LevenbergMarquardtResult(_parameters, _value, _residuals, _jacobian, _blocked, status, _iterations, _evaluations);
        }

        private OptimisationStatus Iterate(CancellationToken cancellation)
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                Linearise();
                if (GradientHasVanished()) return OptimisationStatus.GradientVanished;
                if (_iterations == _options.MaxIterations) return OptimisationStatus.IterationsExhausted;
                if (Advance() is not { } reason) continue;
                Linearise();
                return reason;
            }
        }

        private void Linearise()
        {
            var n = _parameters.Length;
            Array.Clear(_gradient);
            Array.Clear(_norms);
            for (var i = 0; i < _residuals.Length; i++)
            {
                var row = _jacobian.AsSpan(i * n, n);
                for (var j = 0; j < n; j++)
                {
                    _gradient[j] += row[j] * _residuals[i];
                    _norms[j] += row[j] * row[j];
                }
            }
            for (var j = 0; j < n; j++)
            {
                _norms[j] = Math.Sqrt(_norms[j]);
                _scale[j] = Math.Max(_scale[j], _norms[j]);
                _blocked[j] = _problem.Bounds.Blocks(j, _parameters[j], _gradient[j]);
            }
        }

        private bool GradientHasVanished()
        {
            var length = TensorPrimitives.Norm(_residuals);
            for (var j = 0; j < _gradient.Length; j++)
                if (!_blocked[j] && !(Math.Abs(_gradient[j]) <= _options.GradientTolerance * _norms[j] * length)) return false;
            return true;
        }

        /// <summary>Raises the damping until a step lowers the value, and takes it.</summary>
        /// <returns>Why to stop, or null to go on.</returns>
        private OptimisationStatus? Advance()
        {
            _system.Prepare(_residuals, _jacobian, _blocked);
            while (_damping < LargestDamping)
            {
                var (length, size) = Propose();
                var value = Evaluate(_trial, _trialResiduals, default);
                var (fall, predicted) = (_value - value, _system.PredictedFall(_step));
                var ratio = predicted > 0 ? fall / predicted : 0;
                var isSmall = length <= _options.StepTolerance * size;
                if (!(ratio > LeastRatio))
                {
                    if (isSmall) return OptimisationStatus.StepVanished;
                    _damping *= _growth;
                    _growth *= 2;
                    continue;
                }
                var hasSettled = fall <= _options.ValueTolerance * _value && predicted <= _options.ValueTolerance * _value;
                if (!Accept(value, ratio)) return OptimisationStatus.Stalled;
                return hasSettled ? OptimisationStatus.ValueSettled : isSmall ? OptimisationStatus.StepVanished : null;
            }
            return OptimisationStatus.Stalled;
        }

        /// <summary>The damped step, cut off at the box.</summary>
        /// <returns>The scaled lengths of the step and of the parameters.</returns>
        private (double Length, double Size) Propose()
        {
            _system.Solve(_damping, _scale, _step);
            var (length, size) = (0.0, 0.0);
            TensorPrimitives.Add(_parameters, _step, _trial);
            _problem.Bounds.Clamp(_trial);
            for (var j = 0; j < _trial.Length; j++)
            {
                _step[j] = _trial[j] - _parameters[j];
                length += Math.Pow(_scale[j] * _step[j], 2);
                size += Math.Pow(_scale[j] * _parameters[j], 2);
            }
            return (Math.Sqrt(length), Math.Sqrt(size));
        }

        private bool Accept(double value, double ratio)
        {
            _trial.CopyTo(_parameters, 0);
            (_residuals, _trialResiduals) = (_trialResiduals, _residuals);
            _value = value;
            _damping = Math.Max(LeastDamping, _damping * Math.Max(1.0 / 3, 1 - Math.Pow(2 * ratio - 1, 3)));
            _growth = 2;
            _iterations++;
            Evaluate(_parameters, _residuals, _jacobian);
            return AllFinite(_jacobian);
        }

        private double Evaluate(ReadOnlySpan<double> parameters, Span<double> residuals, Span<double> jacobian)
        {
            _evaluations++;
            _problem.Evaluate(parameters, residuals, jacobian);
            return TensorPrimitives.SumOfSquares(residuals) / 2;
        }

        private static bool AllFinite(ReadOnlySpan<double> values) => double.IsFinite(TensorPrimitives.SumOfMagnitudes(values));
    }
}

/// <summary>Residuals at given parameters and, where asked for, their derivatives.</summary>
/// <param name="parameters">[n], within the bounds.</param>
/// <param name="residuals">[m], written; weights and losses are part of them.</param>
/// <param name="jacobian">[m, n] by rows, written: d residual i / d parameter j at i * n + j; empty where only residuals are wanted.</param>
public delegate void ResidualFunction(ReadOnlySpan<double> parameters, Span<double> residuals, Span<double> jacobian);

/// <summary>Half the sum of squared residuals, to be made small within a box.</summary>
/// <param name="Residuals">m, how many residuals there are.</param>
/// <param name="Bounds">Of the n parameters.</param>
/// <param name="Evaluate">Residuals and Jacobian; it may write values that are not finite, which the search then avoids.</param>
public sealed record LeastSquaresProblem(int Residuals, Bounds Bounds, ResidualFunction Evaluate)
{
    /// <summary>Without bounds.</summary>
    public LeastSquaresProblem(int residuals, int parameters, ResidualFunction evaluate)
        : this(residuals, Bounds.None(parameters), evaluate)
    {
    }
}

/// <summary>When <see cref="LevenbergMarquardt"/> stops, and how it begins.</summary>
public sealed record LevenbergMarquardtOptions
{
    /// <summary>Accepted steps after which the search gives up.</summary>
    public int MaxIterations { get; init; } = 500;

    /// <summary>The gradient has vanished when the cosine between the residuals and each free column of the Jacobian is at most this.</summary>
    public double GradientTolerance { get; init; } = 1e-12;

    /// <summary>A step is too small when its scaled length is at most this part of the parameters' scaled length.</summary>
    public double StepTolerance { get; init; } = 1e-12;

    /// <summary>The value has settled when both its fall and the fall that the linear model promised are at most this part of it.</summary>
    public double ValueTolerance { get; init; } = 1e-14;

    /// <summary>The first damping, in units of the squared norms of the Jacobian's columns: small trusts the linear model at once.</summary>
    public double InitialDamping { get; init; } = 1e-3;
}

/// <summary>Where <see cref="LevenbergMarquardt"/> stopped.</summary>
/// <param name="Parameters">[n].</param>
/// <param name="Value">Half the sum of squared residuals.</param>
/// <param name="Residuals">[m], there.</param>
/// <param name="Jacobian">[m, n] by rows, there.</param>
/// <param name="AtBound">[n]: whether a parameter is held by a bound that the value would fall beyond.</param>
/// <param name="Status">Why it stopped.</param>
/// <param name="Iterations">Accepted steps.</param>
/// <param name="Evaluations">Calls of the residual function.</param>
public sealed record LevenbergMarquardtResult(
    double[] Parameters, double Value, double[] Residuals, double[] Jacobian, bool[] AtBound, OptimisationStatus Status, int Iterations, int Evaluations);
