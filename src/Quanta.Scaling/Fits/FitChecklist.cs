using Quanta.Numerics.Optimisation;
using Quanta.Scaling.Forms;
using Quanta.Scaling.Searches;

namespace Quanta.Scaling.Fits;

/// <summary>What a reader needs to judge a fit, in the spirit of Li et al. 2025, "(Mis)Fitting: a survey of scaling laws" (arXiv:2502.18969).</summary>
/// <remarks>The survey asks authors to report the form, the points, the loss, the optimiser and its starts, and how the fit was validated; thresholds for a
/// caution are ours.</remarks>
internal static class FitChecklist
{
    private const double FewPerParameter = 5, NarrowDecades = 1, TightCorrelation = 0.99, ManyDecades = 1;

    public static IReadOnlyList<ChecklistItem> Of(FitResult fit, Curvature curvature, FitOptions options) =>
    [
        new("form", Attention.Note, $"{fit.Form.Formula}, {fit.Statistics.FreeParameters} parameters."),
        Points(fit),
        .. Ranges(fit),
        new("loss", Attention.Note, $"The search minimises {fit.Loss.Describe()}, summed over points, not averaged."),
        Weights(fit),
        Search(fit),
        Starts(fit),
        Determined(fit),
        Correlation(curvature),
        Residuals(fit),
        Extrapolation(fit),
        Uncertainty(fit, options),
        OtherForms(fit),
    ];

    private static ChecklistItem Points(FitResult fit)
    {
        var (n, k) = (fit.Statistics.Points, fit.Statistics.FreeParameters);
        return Judge("points", n >= FewPerParameter * k, $"{n} points for {k} parameters, {(double)n / k:F1} each", "; five each is a common least.");
    }

    private static IEnumerable<ChecklistItem> Ranges(FitResult fit)
    {
        for (var input = 0; input < fit.Form.Inputs.Count; input++)
        {
            var sizes = fit.Points.Sizes(input).ToArray();
            var (decades, distinct) = ((sizes.Max() - sizes.Min()) / Math.Log(10), sizes.Distinct().Count());
            yield return Judge(
                $"range of {fit.Form.Inputs[input].Symbol}", decades >= NarrowDecades, $"{distinct} different sizes over {decades:F1} decades",
                "; under one decade a curve and a straight line are hard to tell apart.");
        }
    }

    private static ChecklistItem Weights(FitResult fit)
    {
        var weights = fit.Points.Weights.ToArray();
        return weights.Max() == weights.Min()
            ? new("weights", Attention.Note, "All points count the same.")
            : Note("weights", $"Points count differently: the heaviest {weights.Max() / weights.Min():G3} times the lightest.");
    }

    private static ChecklistItem Search(FitResult fit) => new(
        "search", fit.Search.Status.IsConverged() ? Attention.Good : Attention.Caution,
        $"L-BFGS from {fit.Search.Starts} starts, {fit.Search.Converged} of which converged. {fit.Search.Status.Sentence()}");

    private static ChecklistItem Starts(FitResult fit)
    {
        var search = fit.Search;
        if (search.ImprovedByProfiles > 0)
            return new("agreement", Attention.Caution, "No start reached the lowest loss: the search for intervals found a lower one. Use more starts.");
        var ratio = search.NextObjective / fit.Statistics.Objective;
        var next = double.IsNaN(ratio) ? "" : FormattableString.Invariant($"; the next minimum's loss is {ratio:G5} times that");
        return Judge(
            "agreement", search.Agreeing > 1 || search.Starts == 1, $"{search.Agreeing} of {search.Starts} starts end at the lowest loss{next}",
            ". One start alone may have missed a lower minimum: use more.");
    }

    private static ChecklistItem Determined(FitResult fit)
    {
        var unseen = fit.Parameters.Where(p => !p.IsDetermined).Select(p => p.Name).ToList();
        if (unseen.Count > 0)
        {
            return new("determined", Attention.Caution,
                $"The predictions do not depend on {string.Join(", ", unseen)}, which went to the edge of what is possible; a simpler form says the same.");
        }
        var open = fit.Parameters.Where((p, j) => IsOpen(p.Profile, fit.Form.Parameters[j].Scale)).Select(p => p.Name).ToList();
        return open.Count > 0
            ? new("determined", Attention.Caution, $"The points do not bound {string.Join(", ", open)} on both sides; use a simpler form or a wider range of sizes.")
            : new("determined", Attention.Good, "Every parameter shows in the predictions.");
    }

    /// <summary>A parameter that must be positive is open where its interval goes down to 0.</summary>
    private static bool IsOpen(Interval? interval, ParameterScale scale) =>
        interval is not null && (!interval.IsClosed || (scale == ParameterScale.Logarithmic && interval.Low == 0));

    private static ChecklistItem Correlation(Curvature curvature)
    {
        var largest = curvature.LargestCorrelation;
        return double.IsNaN(largest)
            ? new("correlation", Attention.Note, "Errors of the parameters were not estimated from the curvature.")
            : Judge("correlation", largest < TightCorrelation, $"The errors of two parameters are correlated by up to {largest:F4}", ": their values mean little apart.");
    }

    private static ChecklistItem Residuals(FitResult fit)
    {
        var (signs, errors) = (ResidualSigns.Of(fit), fit.Statistics.Errors);
        var sizes = FormattableString.Invariant($"RMSLE {errors.RootMeanSquareLog:G3}, mean relative error {errors.MeanRelative:P2}");
        return Judge(
            "residuals", signs.IsRandom, $"{sizes}; by size, signs change {signs.Changes} times where chance gives {signs.Expected:F0}",
            ": the form bends otherwise than the points, or their noise is shared.");
    }

    private static ChecklistItem Extrapolation(FitResult fit)
    {
        if (fit.HeldOut is not { } held) return new("held out", Attention.Caution, "No points were held out: nothing tells how well the law extrapolates.");
        var errors = FormattableString.Invariant($"RMSLE {held.Errors.RootMeanSquareLog:G3}, mean relative error {held.Errors.MeanRelative:P2}");
        return Judge(
            "held out", held.Decades <= ManyDecades, $"{held.Points} points of the largest sizes, up to {held.Decades:F2} decades beyond the fit: {errors}",
            ". That is a long way.");
    }

    private static ChecklistItem Uncertainty(FitResult fit, FitOptions options)
    {
        var item = Intervals(fit, options);
        return fit.Form.IntervalCaveat is { } caveat ? item with { Attention = Attention.Caution, Sentence = $"{item.Sentence} {caveat}" } : item;
    }

    private static ChecklistItem Intervals(FitResult fit, FitOptions options)
    {
        var hasProfile = fit.Parameters.Any(p => p.Profile is not null);
        if (fit.Bootstrap is { } sample)
        {
            var drawn = options.Bootstrap!.Kind == BootstrapKind.Pairs ? "points" : "residuals";
            var profile = hasProfile ? "Profile likelihood for even normal noise, and " : "";
            return Note(
                "uncertainty",
                $"{profile}{sample.Parameters.Count} resamples of {drawn}, {sample.Failed} more without a fit. Percentile intervals of few points are too short.");
        }
        return hasProfile
            ? new("uncertainty", Attention.Good, "Profile-likelihood intervals, for normal, independent and even noise.")
            : new("uncertainty", Attention.Caution, "There are no intervals: this loss has none without a bootstrap, and none was asked for.");
    }

    private static ChecklistItem OtherForms(FitResult fit) => Note(
        "other forms",
        $"AICc {fit.Statistics.Aicc:F1}, BIC {fit.Statistics.Bic:F1}: compare with other forms on the same points; lower is better, differences under 2 mean nothing.");

    private static ChecklistItem Note(string topic, FormattableString sentence) => new(topic, Attention.Note, FormattableString.Invariant(sentence));

    private static ChecklistItem Judge(string topic, bool isGood, FormattableString said, string otherwise) =>
        new(topic, isGood ? Attention.Good : Attention.Caution, FormattableString.Invariant(said) + (isGood ? "." : otherwise));
}

/// <summary>Whether an item of the checklist asks for a reader's attention.</summary>
public enum Attention
{
    /// <summary>Said for the record.</summary>
    Note,

    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Weakens what the fit can tell.</summary>
    Caution,
}

/// <summary>One thing that a reader needs to know to judge a fit.</summary>
/// <param name="Topic">A word or two.</param>
/// <param name="Attention">How it stands.</param>
/// <param name="Sentence">What is the case, with numbers, and where it is not good, what to do.</param>
public sealed record ChecklistItem(string Topic, Attention Attention, string Sentence);

/// <summary>How often residuals, ordered by size, change their sign (Wald and Wolfowitz 1940): too seldom where the form does not bend as the points
/// do.</summary>
/// <param name="Changes">Sign changes seen.</param>
/// <param name="Expected">Were the order random.</param>
/// <param name="Deviation">Standard deviation of their number then.</param>
internal readonly record struct ResidualSigns(int Changes, double Expected, double Deviation)
{
    private const double FewestDeviations = 3;

    public bool IsRandom => Deviation == 0 || Changes >= Expected - FewestDeviations * Deviation;

    public static ResidualSigns Of(FitResult fit)
    {
        var points = fit.Points;
        var values = new double[points.Count];
        var natural = fit.Parameters.Select(p => p.Value).ToArray();
        fit.Form.Evaluate(fit.Form.ToWorking(natural, points.Centre), points, values, default);
        var signs = Enumerable.Range(0, points.Count)
            .OrderBy(i => Enumerable.Range(0, points.Inputs).Sum(input => points.Sizes(input)[i]))
            .Select(i => values[i] > points.Measured[i]).ToArray();
        double above = signs.Count(s => s), n = signs.Length, below = n - above;
        var expected = 2 * above * below / n;
        var variance = n > 1 ? expected * (expected - 1) / (n - 1) : 0;
        return new(signs.Skip(1).Where((s, i) => s != signs[i]).Count(), expected, Math.Sqrt(Math.Max(0, variance)));
    }
}
