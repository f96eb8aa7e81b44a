using Quanta.Numerics.Optimisation;
using Quanta.Scaling.Forms;

namespace Quanta.Scaling.Fits;

/// <summary>A fitted scaling law.</summary>
/// <param name="Form">What was fitted.</param>
/// <param name="Loss">What was minimised.</param>
/// <param name="Points">What it was fitted to, without points held out.</param>
/// <param name="Parameters">[k], in the form's order.</param>
/// <param name="Derived">Quantities that follow from them.</param>
/// <param name="Search">How the minimum was found.</param>
/// <param name="Statistics">How well the fit describes the points.</param>
/// <param name="HeldOut">How well it predicts points kept from it; null where there are none.</param>
/// <param name="Bootstrap">The resamples; null without a bootstrap.</param>
/// <param name="Checklist">What a reader needs to judge the fit.</param>
public sealed record FitResult(
    IScalingForm Form, FitLoss Loss, ScalingPoints Points, IReadOnlyList<FittedValue> Parameters, IReadOnlyList<FittedValue> Derived, FitSearch Search,
    FitStatistics Statistics, HeldOut? HeldOut, BootstrapSample? Bootstrap, IReadOnlyList<ChecklistItem> Checklist)
{
    /// <summary>One sentence on how the fit ended.</summary>
    public string Summary => FormattableString.Invariant(
        $"{Search.Status.Sentence()} {Search.Agreeing} of {Search.Starts} starts reach the lowest loss, {Statistics.Objective:G6}, on {Statistics.Points} points.");

    /// <summary>The estimate of one parameter.</summary>
    public double this[string name] =>
        Parameters.Concat(Derived).FirstOrDefault(p => p.Name == name)?.Value
        ?? throw new ArgumentException(
            $"The form '{Form.Name}' has no parameter '{name}', only {string.Join(", ", Parameters.Concat(Derived).Select(p => p.Name))}.", nameof(name));

    /// <summary>The law at one set of sizes.</summary>
    /// <param name="sizes">[inputs], positive.</param>
    public double Predict(params double[] sizes) => Predict([.. Parameters.Select(p => p.Value)], sizes);

    /// <summary>The percentile interval of the law itself, without the noise of a measurement, at one set of sizes; null without a bootstrap.</summary>
    public Interval? PredictInterval(double confidence, params double[] sizes) => Bootstrap?.Percentile(p => Predict(p, sizes), confidence);

    private double Predict(double[] natural, double[] sizes)
    {
        var point = ScalingPoints.Create([.. sizes.Select(size => new[] { size })], [1]);
        var value = new double[1];
        Form.Evaluate(Form.ToWorking(natural, point.Centre), point, value, default);
        return value[0];
    }
}

/// <summary>One fitted parameter, or a quantity that follows from them, with what is known of its uncertainty.</summary>
/// <param name="Name">As in the formula.</param>
/// <param name="Meaning">What it is, with its unit.</param>
/// <param name="Value">The estimate.</param>
/// <param name="AsymptoticError">Standard error from the curvature at the minimum; NaN where there is none.</param>
/// <param name="Profile">Profile-likelihood interval; null where not sought.</param>
/// <param name="BootstrapError">Standard deviation over resamples; NaN without a bootstrap.</param>
/// <param name="Bootstrap">Percentile interval over resamples; null without a bootstrap.</param>
/// <param name="IsDetermined">Whether the predictions depend on it at all, beyond a thousandth of the noise.</param>
public sealed record FittedValue(
    string Name, string Meaning, double Value, double AsymptoticError, Interval? Profile, double BootstrapError, Interval? Bootstrap, bool IsDetermined);

/// <summary>How the minimum was found.</summary>
/// <param name="Status">Why the last search stopped.</param>
/// <param name="Starts">How many searches there were.</param>
/// <param name="Converged">How many of them converged.</param>
/// <param name="Agreeing">How many ended as low as the lowest, to a millionth of the loss.</param>
/// <param name="NextObjective">The lowest loss among the others; NaN where all agree.</param>
/// <param name="ImprovedByProfiles">How often an interval's search found a lower minimum, from which the fit then went on.</param>
public sealed record FitSearch(OptimisationStatus Status, int Starts, int Converged, int Agreeing, double NextObjective, int ImprovedByProfiles);

/// <summary>Points of the largest sizes, kept from the fit, and how well it predicts them.</summary>
/// <param name="Points">How many.</param>
/// <param name="Errors">Of their predictions.</param>
/// <param name="Decades">By how many powers of ten the largest of them is beyond the largest fitted point; sizes of several inputs are multiplied.</param>
public sealed record HeldOut(int Points, PredictionErrors Errors, double Decades)
{
    /// <summary>Splits by total size, the product of a point's sizes; of equals the later points are held out.</summary>
    internal static (ScalingPoints Fitted, ScalingPoints? Kept) Split(ScalingPoints points, int holdOut, int parameters)
    {
        if (holdOut < 0) throw new ArgumentException($"The number of points to hold out must not be negative, but it is {holdOut}.");
        if (points.Count - holdOut < parameters)
            throw new ArgumentException(
                $"The form has {parameters} parameters and needs as many points to be fitted to, but {points.Count} points less {holdOut} held out leave {points.Count - holdOut}.");
        if (holdOut == 0) return (points, null);
        var bySize = Enumerable.Range(0, points.Count).OrderBy(i => TotalSize(points, i)).ToArray();
        return (points.Take([.. bySize[..^holdOut].Order()]), points.Take([.. bySize[^holdOut..].Order()]));
    }

    internal static HeldOut Of(IScalingForm form, ScalingPoints fitted, ScalingPoints kept, double[] working)
    {
        var values = new double[kept.Count];
        form.Evaluate(working, kept.About(fitted.Centre), values, default);
        return new HeldOut(kept.Count, PredictionErrors.Of(values, kept.Measured), (Largest(kept) - Largest(fitted)) / Math.Log(10));
    }

    private static double Largest(ScalingPoints points) => Enumerable.Range(0, points.Count).Max(i => TotalSize(points, i));

    private static double TotalSize(ScalingPoints points, int point) => Enumerable.Range(0, points.Inputs).Sum(i => points.Sizes(i)[point] + points.Centre[i]);
}
