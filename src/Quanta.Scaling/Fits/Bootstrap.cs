using Quanta.Numerics.Optimisation;
using Quanta.Numerics.Random;
using Quanta.Numerics.Statistics;
using Quanta.Scaling.Forms;
using Quanta.Scaling.Searches;

namespace Quanta.Scaling.Fits;

/// <summary>Refits a form to resamples of its points or residuals.</summary>
/// <remarks>A refit begins at the fit to all points, and for forms that are not smooth in each of their starts as well.
/// Percentile intervals of few points are too short; benchmarks/fits measures by how much for each form.</remarks>
public static class Bootstrap
{
    private static readonly LbfgsOptions Search = new() { MaxIterations = 1000, Tolerance = 1e-12 };

    /// <param name="form">What is fitted.</param>
    /// <param name="loss">What is minimised.</param>
    /// <param name="points">What it was fitted to.</param>
    /// <param name="working">[k]: the fit.</param>
    /// <param name="options">How.</param>
    /// <param name="threads">The number of threads to use; the result does not depend on it.</param>
    /// <param name="progress">Hears of each resample.</param>
    /// <param name="cancellation">Stops between resamples.</param>
    public static BootstrapSample Run(
        IScalingForm form, FitLoss loss, ScalingPoints points, double[] working, BootstrapOptions options, int threads = 1,
        IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (options.Resamples < 2) throw new ArgumentException($"A bootstrap needs at least 2 resamples, but {options.Resamples} were asked for.", nameof(options));
        var residuals = options.Kind == BootstrapKind.Residuals ? new ResidualDraws(form, loss, points, working) : null;
        var found = new double[]?[options.Resamples];
        PieceWork.Run(
            options.Resamples, threads, () => (Objective: new FitObjective(form, loss, points), Search: new Lbfgs(working.Length, Search)),
            (workspace, r) =>
            {
                var random = new Philox(options.Seed, (ulong)r);
                var resample = residuals is null ? points.WithWeights(DrawnWeights(points, random)) : points.WithMeasured(residuals.Draw(random));
                workspace.Objective.Use(resample);
                found[r] = Refit(form, resample, workspace.Objective, workspace.Search, working);
            },
            "resamples", progress, cancellation);
        var natural = found.OfType<double[]>().Select(w => form.ToNatural(w, points.Centre)).Where(p => p.All(double.IsFinite)).ToList();
        return new BootstrapSample(natural, options.Resamples - natural.Count);
    }

    private static double[] DrawnWeights(ScalingPoints points, Philox random)
    {
        var weights = new double[points.Count];
        for (var draw = 0; draw < weights.Length; draw++)
        {
            var point = random.NextInt32(weights.Length);
            weights[point] += points.Weights[point];
        }
        return weights;
    }

    private static double[]? Refit(IScalingForm form, ScalingPoints resample, FitObjective objective, Lbfgs search, double[] working)
    {
        var (best, least) = ((double[]?)null, double.PositiveInfinity);
        IEnumerable<double[]> starts = form.IsSmooth ? [working] : [working, .. form.Starts(resample)];
        foreach (var start in starts)
        {
            var candidate = (double[])start.Clone();
            var result = search.Minimise(objective, candidate);
            if (result.Value < least) (best, least) = (candidate, result.Value);
        }
        return best;
    }

    /// <summary>Fitted values with residuals drawn anew; residuals are centred and widened for the freedom that the fit took.</summary>
    private sealed class ResidualDraws
    {
        private readonly FitLoss _loss;
        private readonly double[] _values, _residuals, _roots;

        public ResidualDraws(IScalingForm form, FitLoss loss, ScalingPoints points, double[] working)
        {
            var objective = new FitObjective(form, loss, points);
            objective.Evaluate(working, default);
            _loss = loss;
            _values = objective.Values.ToArray();
            _roots = [.. points.Weights.ToArray().Select(Math.Sqrt)];
            // A residual is prediction less measurement; a weight is the inverse of a variance.
            var noise = objective.Residuals.ToArray().Select((r, i) => -r * _roots[i]).ToArray();
            var (mean, widening) = (noise.Average(), Math.Sqrt(points.Count / Math.Max(1.0, points.Count - working.Length)));
            _residuals = [.. noise.Select(r => (r - mean) * widening)];
        }

        public double[] Draw(Philox random)
        {
            var measured = new double[_values.Length];
            for (var i = 0; i < measured.Length; i++)
            {
                var noise = _residuals[random.NextInt32(_residuals.Length)] / _roots[i];
                measured[i] = _loss.InLogarithms ? _values[i] * Math.Exp(noise) : _values[i] + noise;
            }
            return measured;
        }
    }
}

/// <summary>What is drawn anew.</summary>
public enum BootstrapKind
{
    /// <summary>Points, with replacement: for noise that differs between points, and for points that are themselves a sample.</summary>
    Pairs,

    /// <summary>Residuals, with replacement, onto the fitted values: for few points at chosen sizes with even noise.</summary>
    Residuals,
}

/// <summary>How a bootstrap is done.</summary>
/// <param name="Resamples">How many, at least 2.</param>
/// <param name="Kind">What is drawn.</param>
/// <param name="Seed">Names the random numbers; resample r draws from stream r.</param>
public sealed record BootstrapOptions(int Resamples = 1000, BootstrapKind Kind = BootstrapKind.Pairs, ulong Seed = 0);

/// <summary>Natural parameters refitted to resamples.</summary>
/// <param name="Parameters">[resamples][k]; a resample whose fit is not finite is left out.</param>
/// <param name="Failed">How many were left out.</param>
public sealed record BootstrapSample(IReadOnlyList<double[]> Parameters, int Failed)
{
    /// <summary>Standard deviation of one quantity over the resamples; NaN for fewer than two.</summary>
    public double StandardError(Func<double[], double> quantity)
    {
        var values = Parameters.Select(quantity).ToArray();
        if (values.Length < 2) return double.NaN;
        var mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }

    /// <summary>The percentile interval of one quantity.</summary>
    public Interval Percentile(Func<double[], double> quantity, double confidence)
    {
        var ordered = Parameters.Select(quantity).Order().ToArray();
        return new Interval(Quantile.OfOrdered(ordered, (1 - confidence) / 2), Quantile.OfOrdered(ordered, (1 + confidence) / 2));
    }
}

/// <summary>From Low to High; an infinite end is one that the data does not close.</summary>
public sealed record Interval(double Low, double High)
{
    public bool Contains(double value) => value >= Low && value <= High;

    public bool IsClosed => double.IsFinite(Low) && double.IsFinite(High);
}
