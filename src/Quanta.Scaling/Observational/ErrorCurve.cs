using Quanta.Scaling.Observational.Tables;

namespace Quanta.Scaling.Observational;

/// <summary>A law's test errors as ever more of the largest models are held out.</summary>
/// <param name="Points">In rising order of the share held out.</param>
/// <param name="Failures">Shares for which no law could be fitted, with the reason.</param>
public sealed record ErrorCurve(IReadOnlyList<ErrorCurvePoint> Points, IReadOnlyList<string> Failures)
{
    /// <summary>The area under the mean squared error by the trapezium rule (the paper's AUE); NaN with fewer than two points.</summary>
    public double Area => Trapezia(point => point.Errors.MeanSquared);

    /// <summary>The same of the mean absolute error.</summary>
    public double AbsoluteArea => Trapezia(point => point.Errors.MeanAbsolute);

    /// <summary>Fits a law for each share.</summary>
    /// <param name="table">The models.</param>
    /// <param name="target">The column to predict.</param>
    /// <param name="options">The law; its split is replaced.</param>
    /// <param name="rankBy">The column whose greatest values are held out; null for the target itself.</param>
    /// <param name="shares">In (0, 1).</param>
    /// <param name="threads">The number of threads to use; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between fits.</param>
    /// <exception cref="ArgumentException">A share is not between 0 and 1.</exception>
    public static ErrorCurve Compute(
        ModelTable table, string target, ObservationalOptions options, string? rankBy, IReadOnlyList<double> shares, int threads = 1,
        CancellationToken cancellation = default)
    {
        double[] ordered = [.. shares.Order()];
        if (Array.Exists(ordered, share => !(share is > 0 and < 1)))
            throw new ArgumentException($"Every share to hold out must be between 0 and 1, but they are {string.Join(", ", shares)}.", nameof(shares));
        var points = new ErrorCurvePoint?[ordered.Length];
        var failures = new string?[ordered.Length];
        Parallel.For(0, ordered.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, i =>
        {
            try
            {
                var fit = ObservationalFitter.Fit(table, target, options with { Split = new RankSplit(rankBy, ordered[i]) }, cancellation);
                points[i] = new ErrorCurvePoint(ordered[i], fit.TestErrors);
            }
            catch (Exception e) when (e is InvalidDataException or ArgumentException)
            {
                failures[i] = FormattableString.Invariant($"{ordered[i]}: {e.Message}");
            }
        });
        return new ErrorCurve([.. points.OfType<ErrorCurvePoint>()], [.. failures.OfType<string>()]);
    }

    private double Trapezia(Func<ErrorCurvePoint, double> height) => Points.Count < 2
        ? double.NaN
        : Points.Zip(Points.Skip(1), (a, b) => (b.Share - a.Share) * (height(a) + height(b)) / 2).Sum();
}

/// <summary>The errors where a share of the models is held out.</summary>
public sealed record ErrorCurvePoint(double Share, Errors Errors);

/// <summary>How far predictions are from scores, in units of the normalised score.</summary>
/// <param name="Models">How many were compared; with none the errors are NaN.</param>
/// <param name="MeanSquared">The mean squared error.</param>
/// <param name="MeanAbsolute">The mean absolute error.</param>
/// <param name="R2">1 less the ratio of squared errors to squared deviations from the mean; NaN where all scores are equal.</param>
public sealed record Errors(int Models, double MeanSquared, double MeanAbsolute, double R2)
{
    public static Errors Of(IReadOnlyList<double> predicted, IReadOnlyList<double> scores)
    {
        if (scores.Count == 0) return new Errors(0, double.NaN, double.NaN, double.NaN);
        var mean = scores.Average();
        var squared = scores.Zip(predicted, (score, value) => (score - value) * (score - value)).Sum();
        var spread = scores.Sum(score => (score - mean) * (score - mean));
        return new Errors(
            scores.Count, squared / scores.Count, scores.Zip(predicted, (score, value) => Math.Abs(score - value)).Average(),
            spread > 0 ? 1 - squared / spread : double.NaN);
    }
}
