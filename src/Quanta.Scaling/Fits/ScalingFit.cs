using Quanta.Scaling.Forms;
using Quanta.Scaling.Searches;

namespace Quanta.Scaling.Fits;

/// <summary>Fits one form to one set of points: the search, its uncertainty, its errors and what a reader needs to judge it.</summary>
public static class ScalingFit
{
    private const int MaxImprovements = 5;

    /// <param name="form">What to fit.</param>
    /// <param name="points">What to fit it to; at least as many points as parameters remain when some are held out.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Hears of starts and resamples.</param>
    /// <param name="cancellation">Stops between them.</param>
    /// <exception cref="ArgumentException">The points do not suit the form or the loss, or an option is out of its range.</exception>
    public static FitResult Run(
        IScalingForm form, ScalingPoints points, FitOptions? options = null, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new FitOptions();
        var loss = options.Loss ?? form.DefaultLoss;
        Check(form, loss, points, options);
        var (fitted, kept) = Fits.HeldOut.Split(points, options.HoldOut, form.Parameters.Count);
        var found = MultiStart.Run(form, loss, fitted, options.MaxStarts, options.Threads, progress, cancellation);
        var (intervals, improvements) = Profiles(form, loss, fitted, options, ref found);
        var sample = options.Bootstrap is { } bootstrap
            ? Bootstrap.Run(form, loss, fitted, found.Working, bootstrap, options.Threads, progress, cancellation) : null;
        var curvature = Curvature.At(form, loss, fitted, found.Working);
        var natural = form.ToNatural(found.Working, fitted.Centre);
        var result = new FitResult(
            form, loss, fitted, Values(form, natural, curvature, intervals, sample, options), DerivedValues(form, natural, sample, options),
            new FitSearch(found.Status, found.Starts, found.Converged, found.Agreeing, found.NextValue, improvements),
            FitStatistics.Of(form, loss, fitted, found.Working, found.Value), kept is null ? null : Fits.HeldOut.Of(form, fitted, kept, found.Working), sample, []);
        return result with { Checklist = FitChecklist.Of(result, curvature, options) };
    }

    private static void Check(IScalingForm form, FitLoss loss, ScalingPoints points, FitOptions options)
    {
        if (points.Inputs != form.Inputs.Count)
        {
            var symbols = string.Join(" and ", form.Inputs.Select(i => i.Symbol));
            throw new ArgumentException($"The form '{form.Name}' takes {form.Inputs.Count} size(s), {symbols}, but the points have {points.Inputs}.");
        }
        if (options.Threads < 1) throw new ArgumentException($"The number of threads must be at least 1, but it is {options.Threads}.");
        if (options.MaxStarts is < 1) throw new ArgumentException($"The number of starts must be at least 1, but it is {options.MaxStarts}.");
        if (!(options.Confidence > 0 && options.Confidence < 1))
            throw new ArgumentException($"The confidence must be between 0 and 1, but it is {options.Confidence}.");
        for (var i = 0; i < form.Inputs.Count; i++)
        {
            if (points.Sizes(i).ToArray().Distinct().Count() < 2)
                throw new ArgumentException(
                    $"The size {form.Inputs[i].Symbol} must take at least 2 different values, but all {points.Count} points have {points.Size(i, 0):G6}.");
        }
        if (!loss.InLogarithms) return;
        for (var i = 0; i < points.Count; i++)
        {
            if (points.Measured[i] > 0) continue;
            throw new ArgumentException(
                $"The loss '{loss.Name}' takes logarithms and needs positive measurements, but that of point {i + 1} is {points.Measured[i]:R}; "
                + (points.Measured[i] < 0 ? "losses are never negative: are these log-probabilities?" : "drop the point or use 'squared'."));
        }
    }

    /// <summary>Profile intervals [k]; where their search finds a lower minimum, the fit moves there and they are sought again.</summary>
    private static (Interval?[] Intervals, int Improvements) Profiles(IScalingForm form, FitLoss loss, ScalingPoints points, FitOptions options, ref SearchResult found)
    {
        var intervals = new Interval?[form.Parameters.Count];
        if (!options.Profile || !loss.IsSquared || points.Count <= form.Parameters.Count) return (intervals, 0);
        for (var improvements = 0; ; improvements++)
        {
            var errors = Curvature.At(form, loss, points, found.Working).WorkingErrors;
            var profile = new ProfileLikelihood(form, loss, points, found.Working, options.Confidence);
            for (var j = 0; j < intervals.Length && (profile.Better is null || improvements == MaxImprovements); j++) intervals[j] = profile.Of(j, errors[j]);
            if (profile.Better is null || improvements == MaxImprovements) return (intervals, improvements);
            var centred = form.ToWorking(form.ToNatural(profile.Better, new double[points.Inputs]), points.Centre);
            var (working, value, status) = MultiStart.Polish(form, loss, points, centred);
            found = found with { Working = working, Value = value, Status = status, Agreeing = 0, NextValue = found.Value };
        }
    }

    private static FittedValue[] Values(IScalingForm form, double[] natural, Curvature curvature, Interval?[] intervals, BootstrapSample? sample, FitOptions options)
    {
        var errors = curvature.NaturalErrors(form, natural);
        return [.. form.Parameters.Select((p, j) => new FittedValue(
            p.Name, p.Meaning, natural[j], errors[j], intervals[j], sample?.StandardError(s => s[j]) ?? double.NaN, sample?.Percentile(s => s[j], options.Confidence),
            curvature.IsDetermined[j]))];
    }

    private static FittedValue[] DerivedValues(IScalingForm form, double[] natural, BootstrapSample? sample, FitOptions options) =>
        [.. form.Derived.Select(d => new FittedValue(
            d.Name, d.Meaning, d.Of(natural), double.NaN, null, sample?.StandardError(d.Of) ?? double.NaN, sample?.Percentile(d.Of, options.Confidence), true))];
}

/// <summary>How a scaling law is fitted.</summary>
public sealed record FitOptions
{
    /// <summary>What is minimised; the form's default where null.</summary>
    public FitLoss? Loss { get; init; }

    /// <summary>How many of the form's starts are searched from, those of the least loss first; all where null.</summary>
    public int? MaxStarts { get; init; }

    /// <summary>How many points of the largest sizes are kept from the fit, to measure extrapolation.</summary>
    public int HoldOut { get; init; }

    /// <summary>Of every interval, in (0, 1).</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Whether profile-likelihood intervals are sought; they exist for squared losses only.</summary>
    public bool Profile { get; init; } = true;

    /// <summary>How often points or residuals are drawn anew, and how; no bootstrap where null.</summary>
    public BootstrapOptions? Bootstrap { get; init; }

    /// <summary>The number of threads to use; the result does not depend on it.</summary>
    public int Threads { get; init; } = 1;
}
