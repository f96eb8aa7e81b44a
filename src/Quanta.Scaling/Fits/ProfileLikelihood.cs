using MathNet.Numerics.Distributions;
using Quanta.Numerics.Optimisation;
using Quanta.Scaling.Forms;
using Quanta.Scaling.Searches;

namespace Quanta.Scaling.Fits;

/// <summary>Intervals of least-squares fits: all values of a parameter for which the best fit of the others is not significantly worse.</summary>
/// <remarks>Bates and Watts 1988, section 6.1: a value is inside while (S(value) - S) / s^2 is at most the squared quantile of Student's t with n - k degrees of
/// freedom, S the sum of squares, s^2 = S / (n - k). Exact where the form is linear in its parameters, and unlike a standard error it follows the shape of
/// the valley and does not depend on how the parameter is written. Residuals are taken as normal, independent and of even variance (after weights).</remarks>
public sealed class ProfileLikelihood
{
    private const double CountsAsLower = 1e-7, Precision = 1e-4, FurthestLogarithm = 60;
    private const int MaxDoublings = 60, MaxRefinements = 60;

    private static readonly LevenbergMarquardtOptions Refit = new() { MaxIterations = 100, ValueTolerance = 1e-10, StepTolerance = 1e-9, GradientTolerance = 1e-9 };

    private readonly IScalingForm _form;
    private readonly ScalingPoints _points;
    private readonly FitObjective _objective;
    private readonly double[] _fit;
    private readonly double[][] _otherStarts;
    private readonly double _sumOfSquares, _deviation, _quantile;

    /// <param name="form">What was fitted.</param>
    /// <param name="loss">A squared loss.</param>
    /// <param name="points">What it was fitted to, more than there are parameters.</param>
    /// <param name="working">[k]: the fit.</param>
    /// <param name="confidence">Of the intervals, in (0, 1).</param>
    public ProfileLikelihood(IScalingForm form, FitLoss loss, ScalingPoints points, double[] working, double confidence = 0.95)
    {
        if (points.Count <= working.Length)
            throw new ArgumentException($"Intervals need more points than the {working.Length} parameters, but there are {points.Count}.", nameof(points));
        (_form, _points) = (form, points.Uncentred());
        _objective = new FitObjective(form, loss, _points);
        // About size 1 the working parameters are the natural ones or their logarithms, each of which can be held alone.
        var natural = form.ToNatural(working, points.Centre);
        _fit = form.ToWorking(natural, _points.Centre);
        // Where a form is not smooth, a search does not cross from one side of a break to the other: it begins on each.
        _otherStarts = form.IsSmooth ? [] : [.. form.Starts(_points)];
        var freedom = points.Count - working.Length;
        _sumOfSquares = 2 * _objective.Evaluate(_fit, default);
        _deviation = Math.Sqrt(_sumOfSquares / freedom);
        _quantile = StudentT.InvCDF(0, 1, freedom, (1 + confidence) / 2);
    }

    /// <summary>Working parameters, about size 1, of a fit better than the one given, found on the way; null where there was none.</summary>
    public double[]? Better { get; private set; }

    /// <summary>The interval of one natural parameter; null where the fit is perfect, so that there is no noise to judge by, or the parameter is not finite.</summary>
    /// <param name="parameter">Its index.</param>
    /// <param name="scale">A first guess at the standard error of the working parameter; not finite or not positive where there is none.</param>
    public Interval? Of(int parameter, double scale)
    {
        if (!double.IsFinite(_fit[parameter]) || !(_deviation > 0)) return null;
        if (!(scale > 0 && scale < FurthestLogarithm)) scale = 0.1;
        var kind = _form.Parameters[parameter];
        return new Interval(kind.ToNatural(End(parameter, -scale * _quantile)), kind.ToNatural(End(parameter, scale * _quantile)));
    }

    /// <summary>Steps outwards until the fit is significantly worse, then closes in on where it becomes so.</summary>
    private double End(int parameter, double firstStep)
    {
        var (inside, step) = (new Trial(0, -_quantile, _fit), firstStep);
        for (var doubling = 0; doubling < MaxDoublings; doubling++)
        {
            var distance = inside.Distance + step;
            if (_form.Parameters[parameter].Scale == ParameterScale.Logarithmic && Math.Abs(distance) > FurthestLogarithm) break;
            var outside = At(parameter, distance, inside.Parameters);
            if (!(outside.Excess <= 0)) return _fit[parameter] + Close(parameter, inside, outside);
            inside = outside;
            // The excess is about linear in the distance: aim a little beyond where it vanishes.
            var aim = Math.Abs(outside.Distance) * Math.Clamp(-1.2 * outside.Excess / (outside.Excess + _quantile), 0.05, 1);
            step = Math.CopySign(Math.Max(Math.Abs(step), aim), firstStep);
        }
        return double.CopySign(double.PositiveInfinity, firstStep);
    }

    /// <summary>The Illinois variant of false position, halving where a value is not finite.</summary>
    private double Close(int parameter, Trial inside, Trial outside)
    {
        var side = 0;
        for (var i = 0; i < MaxRefinements && Math.Abs(outside.Distance - inside.Distance) > Precision * Math.Abs(outside.Distance); i++)
        {
            var share = double.IsFinite(outside.Excess) ? inside.Excess / (inside.Excess - outside.Excess) : 0.5;
            var distance = inside.Distance + Math.Clamp(share, 0.01, 0.99) * (outside.Distance - inside.Distance);
            var middle = At(parameter, distance, inside.Parameters);
            if (Math.Abs(middle.Excess) <= Precision) return middle.Distance;
            if (middle.Excess <= 0)
            {
                inside = middle;
                if (side == -1) outside = outside with { Excess = outside.Excess / 2 };
                side = -1;
            }
            else
            {
                outside = middle;
                if (side == 1) inside = inside with { Excess = inside.Excess / 2 };
                side = 1;
            }
        }
        return (inside.Distance + outside.Distance) / 2;
    }

    /// <summary>The best fit with the parameter held at a distance from the fit.</summary>
    /// <param name="parameter">Its index.</param>
    /// <param name="distance">From the fit, in working parameters.</param>
    /// <param name="nearest">[k]: the best fit at a place inside, from which the search goes on; a search that begins far outside may not come back.</param>
    private Trial At(int parameter, double distance, double[] nearest)
    {
        var held = _fit[parameter] + distance;
        var start = (double[])nearest.Clone();
        var (lower, upper) = (Enumerable.Repeat(double.NegativeInfinity, start.Length).ToArray(), Enumerable.Repeat(double.PositiveInfinity, start.Length).ToArray());
        (lower[parameter], upper[parameter], start[parameter]) = (held, held, held);
        var problem = _objective.AsLeastSquares(new Bounds(lower, upper));
        var result = LevenbergMarquardt.Minimise(problem, start, Refit);
        foreach (var other in _otherStarts.Select(from => LevenbergMarquardt.Minimise(problem, from, Refit)))
            if (!(result.Value <= other.Value)) result = other;
        if (!double.IsFinite(result.Value)) return new Trial(distance, double.PositiveInfinity, nearest);
        var rise = 2 * result.Value - _sumOfSquares;
        if (rise < -CountsAsLower * _sumOfSquares) Better = result.Parameters;
        return new Trial(distance, Math.Sqrt(Math.Max(0, rise)) / _deviation - _quantile, result.Parameters);
    }

    /// <summary>One place on the profile.</summary>
    /// <param name="Distance">Of the held parameter from the fit.</param>
    /// <param name="Excess">By how much the root of the relative rise of the sum of squares is above the quantile.</param>
    /// <param name="Parameters">[k]: the best fit there.</param>
    private readonly record struct Trial(double Distance, double Excess, double[] Parameters);
}
