using System.Numerics.Tensors;

namespace Quanta.Numerics.Optimisation;

/// <summary>A step along a direction that lowers a function enough and flattens it enough: the strong Wolfe conditions.</summary>
/// <remarks>Nocedal and Wright 2006, algorithms 3.5 and 3.6, with cubic interpolation. Where the function is not finite the step is halved.</remarks>
internal sealed class WolfeSearch(int parameters)
{
    private const double Decrease = 1e-4, Flatness = 0.9, Growth = 2.5, Margin = 0.1;
    private const int MaxEvaluations = 30;

    private readonly double[] _point = new double[parameters], _gradient = new double[parameters];

    /// <summary>[n]: where the search ended.</summary>
    public ReadOnlySpan<double> Point => _point;

    /// <summary>[n]: the gradient there.</summary>
    public ReadOnlySpan<double> Gradient => _gradient;

    /// <param name="function">What to lower.</param>
    /// <param name="from">[n]: where it stands.</param>
    /// <param name="direction">[n].</param>
    /// <param name="value">The value there.</param>
    /// <param name="slope">The derivative along the direction there, negative.</param>
    /// <param name="firstStep">In units of the direction.</param>
    public (bool IsLower, double Value, int Evaluations) Run<TFunction>(
        TFunction function, ReadOnlySpan<double> from, ReadOnlySpan<double> direction, double value, double slope, double firstStep)
        where TFunction : IDifferentiable
    {
        // low is the best step that lowers the function enough; high is the other end of an interval that holds a good one, infinite while there is none.
        var low = new Trial(0, value, slope);
        var high = new Trial(double.PositiveInfinity, double.NaN, double.NaN);
        var last = low;
        var step = firstStep;
        for (var evaluations = 1; evaluations <= MaxEvaluations; evaluations++)
        {
            TensorPrimitives.MultiplyAdd(direction, step, from, _point);
            var trialValue = function.Evaluate(_point, _gradient);
            last = new Trial(step, trialValue, TensorPrimitives.Dot(direction, _gradient));
            if (!double.IsFinite(last.Value) || !double.IsFinite(last.Slope))
            {
                high = new Trial(step, double.NaN, double.NaN);
            }
            else if (last.Value > value + Decrease * step * slope || last.Value >= low.Value)
            {
                high = last;
            }
            else
            {
                if (Math.Abs(last.Slope) <= -Flatness * slope) return (true, last.Value, evaluations);
                if (last.Slope * (double.IsInfinity(high.Step) ? 1 : high.Step - low.Step) >= 0) high = low;
                low = last;
            }
            var next = Next(low, high, step);
            if (next == low.Step || next == high.Step) break;
            step = next;
        }
        return Settle(function, from, direction, low, last);
    }

    // The conditions cannot be met to rounding, or the function is not smooth: the best step is as good as it gets.
    private (bool IsLower, double Value, int Evaluations) Settle<TFunction>(
        TFunction function, ReadOnlySpan<double> from, ReadOnlySpan<double> direction, Trial low, Trial last)
        where TFunction : IDifferentiable
    {
        if (low.Step == 0) return (false, low.Value, MaxEvaluations);
        if (last.Step != low.Step)
        {
            TensorPrimitives.MultiplyAdd(direction, low.Step, from, _point);
            function.Evaluate(_point, _gradient);
        }
        return (true, low.Value, MaxEvaluations);
    }

    private static double Next(Trial low, Trial high, double step)
    {
        if (double.IsInfinity(high.Step)) return step * Growth;
        var width = high.Step - low.Step;
        if (!double.IsFinite(high.Value)) return low.Step + width / 2;
        var proposal = CubicMinimum(low, high);
        var (nearest, furthest) = (low.Step + Margin * width, high.Step - Margin * width);
        var inside = nearest < furthest ? proposal >= nearest && proposal <= furthest : proposal >= furthest && proposal <= nearest;
        return inside ? proposal : low.Step + width / 2;
    }

    private static double CubicMinimum(Trial a, Trial b)
    {
        var d = a.Slope + b.Slope - 3 * (a.Value - b.Value) / (a.Step - b.Step);
        var root = Math.CopySign(Math.Sqrt(d * d - a.Slope * b.Slope), b.Step - a.Step);
        return b.Step - (b.Step - a.Step) * (b.Slope + root - d) / (b.Slope - a.Slope + 2 * root);
    }

    private readonly record struct Trial(double Step, double Value, double Slope);
}
