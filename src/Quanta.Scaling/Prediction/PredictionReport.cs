using Quanta.Numerics.Statistics;

namespace Quanta.Scaling.Prediction;

/// <summary>How well each way of predicting did on the hidden columns.</summary>
/// <param name="Predictions">How many predictions were judged.</param>
/// <param name="Visible">How many columns were known.</param>
/// <param name="Hidden">How many were hidden.</param>
/// <param name="Methods">In the order of <see cref="LossPredictors.All"/>.</param>
/// <param name="Clusters">By rank, the largest first.</param>
public sealed record PredictionReport(int Predictions, int Visible, int Hidden, IReadOnlyList<MethodScore> Methods, IReadOnlyList<ClusterScore> Clusters);

/// <summary>One method on all predictions.</summary>
/// <param name="Method">Its name.</param>
public sealed record MethodScore(string Method)
{
    /// <summary>How far back it looked, as chosen on the visible columns.</summary>
    public required Memory Memory { get; init; }

    /// <summary>Mean absolute error, nats.</summary>
    public required double MeanAbsoluteError { get; init; }

    /// <summary>Mean absolute error in each hidden column, [hidden].</summary>
    public required IReadOnlyList<double> ErrorByColumn { get; init; }

    /// <summary>Spearman's, of predicted and true losses, mean over hidden columns.</summary>
    public required double RankCorrelation { get; init; }

    /// <summary>Spearman's, of predicted and true changes since the last visible column; NaN for the method that predicts none.</summary>
    public required double ChangeCorrelation { get; init; }

    /// <summary>For each of <see cref="PredictionOptions.Coverages"/>, the share of losses that the interval held; NaN where there were too few columns
    /// to make intervals.</summary>
    public required IReadOnlyList<double> Coverage { get; init; }

    /// <summary>Against the last model.</summary>
    public required Gain Gain { get; init; }
}

/// <summary>All methods on one cluster.</summary>
/// <param name="Cluster">Its label.</param>
/// <param name="Size">Its predictions.</param>
/// <param name="MeanAbsoluteErrors">Nats, for each method.</param>
/// <param name="Gains">Against the last model, for each method.</param>
public sealed record ClusterScore(int Cluster, int Size, IReadOnlyList<double> MeanAbsoluteErrors, IReadOnlyList<Gain> Gains);

/// <summary>Compares predicted with hidden losses.</summary>
/// <param name="panel">All columns.</param>
/// <param name="first">The first hidden one.</param>
/// <param name="labels">Clusters, [predictions].</param>
/// <param name="units">What is drawn together, [predictions]; null for single predictions.</param>
/// <param name="options">The bootstrap's.</param>
internal sealed class PredictionJudge(LossPanel panel, int first, IReadOnlyList<int> labels, IReadOnlyList<int>? units, PredictionOptions options)
{
    private readonly int _hidden = panel.Columns - first;

    /// <param name="outcomes">The first one is the baseline.</param>
    public PredictionReport Judge(IReadOnlyList<MethodOutcome> outcomes)
    {
        var errors = outcomes.Select(outcome => ErrorsOf(outcome.Predicted)).ToArray();
        var all = Enumerable.Range(0, panel.Predictions).ToArray();
        var gains = GainsOf(errors, all);
        var methods = outcomes.Select((outcome, m) => ScoreOf(outcome, errors[m], gains[m]));
        var clusters = all.GroupBy(i => labels[i]).OrderBy(cluster => cluster.Key).Select(cluster =>
        {
            int[] members = [.. cluster];
            return new ClusterScore(cluster.Key, members.Length, [.. errors.Select(error => members.Sum(i => error[i]) / (members.Length * _hidden))],
                GainsOf(errors, members));
        });
        return new PredictionReport(panel.Predictions, first, _hidden, [.. methods], [.. clusters]);
    }

    private MethodScore ScoreOf(MethodOutcome outcome, double[] errors, Gain gain) => new(outcome.Method)
    {
        Memory = outcome.Memory,
        MeanAbsoluteError = errors.Sum() / (errors.Length * _hidden),
        ErrorByColumn = [.. Enumerable.Range(0, _hidden).Select(k => Enumerable.Range(0, panel.Predictions).Average(i => ErrorOf(outcome.Predicted, i, k)))],
        RankCorrelation = PredictionErrors.RankCorrelation(panel, first, outcome.Predicted),
        ChangeCorrelation = PredictionErrors.RankCorrelation(panel, first, outcome.Predicted, first - 1),
        Coverage = [.. options.Coverages.Select(coverage => outcome.Intervals?.CoverageOf(panel, first, outcome.Predicted, coverage) ?? double.NaN)],
        Gain = gain,
    };

    /// <summary>Absolute errors of each prediction, summed over hidden columns, [predictions].</summary>
    private double[] ErrorsOf(float[] predicted) =>
        [.. Enumerable.Range(0, panel.Predictions).Select(i => Enumerable.Range(0, _hidden).Sum(k => ErrorOf(predicted, i, k)))];

    private double ErrorOf(float[] predicted, int prediction, int column) =>
        Math.Abs((double)predicted[prediction * _hidden + column] - panel.Row(prediction)[first + column]);

    private Gain[] GainsOf(double[][] errors, int[] members)
    {
        var baseline = ByUnit(errors[0], members);
        return [Gain.Zero, .. errors.Skip(1).Select(error => PairedBootstrap.Of(baseline, ByUnit(error, members), options))];
    }

    private double[] ByUnit(double[] errors, int[] members)
    {
        if (units is null) return [.. members.Select(i => errors[i])];
        var sums = new SortedDictionary<int, double>();
        foreach (var i in members) sums[units[i]] = sums.GetValueOrDefault(units[i]) + errors[i];
        return [.. sums.Values];
    }
}

/// <summary>Predicted losses beside the true ones.</summary>
internal static class PredictionErrors
{
    /// <summary>The mean of |predicted - true| over predictions and the columns from <paramref name="first"/> on.</summary>
    public static double MeanAbsolute(LossPanel panel, int first, float[] predicted)
    {
        var (sum, hidden) = (0.0, predicted.Length / panel.Predictions);
        for (var i = 0; i < panel.Predictions; i++)
            for (var k = 0; k < hidden; k++) sum += Math.Abs((double)predicted[i * hidden + k] - panel.Row(i)[first + k]);
        return sum / predicted.Length;
    }

    /// <summary>The mean over hidden columns of the rank correlation of predicted and true losses, less a baseline's where one is given.</summary>
    /// <param name="panel">The true losses.</param>
    /// <param name="first">The first hidden column.</param>
    /// <param name="predicted">[predictions, hidden].</param>
    /// <param name="baseline">The column whose losses are taken off both, so that changes are compared; null for none.</param>
    public static double RankCorrelation(LossPanel panel, int first, float[] predicted, int? baseline = null)
    {
        var hidden = predicted.Length / panel.Predictions;
        double[] guessed = new double[panel.Predictions], truth = new double[panel.Predictions];
        return Enumerable.Range(0, hidden).Average(k =>
        {
            for (var i = 0; i < truth.Length; i++)
            {
                var from = baseline is { } column ? panel.Row(i)[column] : 0;
                (guessed[i], truth[i]) = ((double)predicted[i * hidden + k] - from, (double)panel.Row(i)[first + k] - from);
            }
            return Ranks.Correlation(guessed, truth);
        });
    }
}
