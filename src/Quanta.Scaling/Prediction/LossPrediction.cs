namespace Quanta.Scaling.Prediction;

/// <summary>Hides the last columns of a panel, predicts them from the others in several ways, and judges each.</summary>
/// <remarks>Nothing is tuned on hidden columns: laws, clusters of trajectories, how far back a law looks, and the widths of intervals come from the visible
/// ones, the last two from a rehearsal that hides some of these. Labels that are given must come from visible models as well; that is for the caller to
/// see to.</remarks>
public static class LossPrediction
{
    /// <summary>Runs all methods.</summary>
    /// <param name="panel">Losses by ascending scale.</param>
    /// <param name="options">How many columns are hidden, and the rest.</param>
    /// <param name="labels">Clusters, [predictions], from 0; null makes them of trajectories.</param>
    /// <param name="units">What is drawn together in the bootstrap, [predictions], e.g. the document of each; null draws predictions one by one.</param>
    /// <param name="progress">Receives rising fractions.</param>
    /// <param name="cancellation">Stops between methods.</param>
    /// <exception cref="ArgumentException">Fewer than two columns are left, there are no predictions, or labels or units are of another number.</exception>
    public static PredictionReport Run(
        LossPanel panel, PredictionOptions options, IReadOnlyList<int>? labels = null, IReadOnlyList<int>? units = null, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        Check(panel, options, labels, units);
        var visible = panel.First(panel.Columns - options.Hidden);
        var rehearsed = MemoryChoice.Rehearsed(visible.Columns, options.Hidden);
        var clusters = labels ?? TrajectoryClusters.Of(visible, options, cancellation);
        var rehearsalClusters = labels ?? (rehearsed == 0 ? clusters
            : TrajectoryClusters.Of(visible.First(visible.Columns - rehearsed), options, cancellation));
        double[] wanted = [.. panel.Logarithms.Skip(visible.Columns)];
        var judge = new PredictionJudge(panel, visible.Columns, clusters, units, options);
        var outcomes = new List<MethodOutcome>();
        foreach (var predictor in LossPredictors.All)
        {
            cancellation.ThrowIfCancellationRequested();
            var choice = MemoryChoice.Of(predictor, visible, rehearsed, rehearsalClusters, wanted[^1] - visible.Logarithms[^1]);
            var intervals = choice.Rehearsal is null ? null : new ErrorIntervals(visible, visible.Columns - rehearsed, choice.Rehearsal);
            outcomes.Add(new MethodOutcome(predictor.Name, choice.Memory, predictor.Predict(visible, clusters, wanted, choice.Memory), intervals));
            progress?.Report((double)outcomes.Count / (LossPredictors.All.Count + 1));
        }
        var report = judge.Judge(outcomes);
        progress?.Report(1);
        return report;
    }

    private static void Check(LossPanel panel, PredictionOptions options, IReadOnlyList<int>? labels, IReadOnlyList<int>? units)
    {
        if (options.Hidden < 1 || panel.Columns - options.Hidden < 2)
            throw new ArgumentException($"At least 1 column must be hidden and at least 2 must be left, but {options.Hidden} of {panel.Columns} are to "
                + "be hidden.", nameof(options));
        if (panel.Logarithms[panel.Columns - options.Hidden - 1] <= panel.Logarithms[0])
            throw new ArgumentException("The visible columns must be of at least two different sizes or steps, but they are of one.", nameof(panel));
        if (panel.Predictions == 0) throw new ArgumentException("There must be at least 1 prediction, but there is none.", nameof(panel));
        if (options.TrajectoryClusters < 1)
            throw new ArgumentException($"There must be at least 1 cluster, but {options.TrajectoryClusters} were asked for.", nameof(options));
        if (labels is not null && labels.Count != panel.Predictions)
            throw new ArgumentException($"Labels are needed for {panel.Predictions} predictions, but there are {labels.Count}.", nameof(labels));
        if (labels?.Any(label => label < 0) == true) throw new ArgumentException($"Labels must be at least 0, but one is {labels.Min()}.", nameof(labels));
        if (units is not null && units.Count != panel.Predictions)
            throw new ArgumentException($"Units are needed for {panel.Predictions} predictions, but there are {units.Count}.", nameof(units));
    }
}

/// <param name="Method">Its name.</param>
/// <param name="Memory">As chosen.</param>
/// <param name="Predicted">[predictions, hidden].</param>
/// <param name="Intervals">From the rehearsal; null without one.</param>
internal sealed record MethodOutcome(string Method, Memory Memory, float[] Predicted, ErrorIntervals? Intervals);

/// <summary>How predictions of larger models are made and judged.</summary>
/// <param name="Hidden">How many of the last columns are hidden, at least 1, with at least 2 left.</param>
public sealed record PredictionOptions(int Hidden)
{
    /// <summary>Clusters made of losses where no labels are given.</summary>
    public int TrajectoryClusters { get; init; } = 50;

    /// <summary>Independent starts of the k-means that makes them.</summary>
    public int Restarts { get; init; } = 3;

    /// <summary>The shares of losses that intervals are to hold, ascending.</summary>
    public IReadOnlyList<double> Coverages { get; init; } = [0.5, 0.8, 0.95];

    /// <summary>How often units are drawn anew for the intervals of gains.</summary>
    public int Resamples { get; init; } = 1000;

    /// <summary>Names the random numbers of clusters and resamples.</summary>
    public ulong Seed { get; init; }

    /// <summary>The number of threads; the result does not depend on it.</summary>
    public int Threads { get; init; } = 1;
}

/// <summary>How far back along the scale a law looks: a column's weight halves with so many e-folds below the last one.</summary>
/// <param name="Slope">Half-life of what the slope is taken from, in units of ln x; infinite: all columns alike.</param>
/// <param name="Offset">Half-life of what the level is taken from.</param>
public readonly record struct Memory(double Slope, double Offset)
{
    /// <summary>All columns alike: ordinary least squares.</summary>
    public static Memory All => new(double.PositiveInfinity, double.PositiveInfinity);

    /// <summary>What is tried, for predictions so many e-folds ahead. A slope looks back at least as far as it looks ahead: from less it would be mostly
    /// the noise of a few columns, enlarged.</summary>
    internal static IEnumerable<Memory> Choices(double horizon) =>
        from slope in (double[])[double.PositiveInfinity, 4, 2, 1]
        from offset in (double[])[double.PositiveInfinity, 1, 0.5, 0.25, 0.1, 0.03]
        select new Memory(slope * horizon, offset * horizon);

    /// <summary>Weights of columns, summing to 1.</summary>
    internal static double[] Weights(IReadOnlyList<double> logarithms, double halfLife)
    {
        var weights = logarithms.Select(x => double.IsInfinity(halfLife) ? 1 : Math.Pow(2, (x - logarithms[^1]) / halfLife)).ToArray();
        var sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }
}

/// <summary>How far back a law looks, chosen on the visible columns alone: as many of the last of them are hidden as can be, and the memory that
/// predicts these best is taken.</summary>
/// <param name="Memory">What was chosen; <see cref="Memory.All"/> where there are too few columns to choose by.</param>
/// <param name="Rehearsal">What it predicted for the columns hidden in rehearsal, [predictions, rehearsed]; null where there was none.</param>
internal sealed record MemoryChoice(Memory Memory, float[]? Rehearsal)
{
    private const int LeastColumns = 3;

    /// <summary>How many of the visible columns are hidden in rehearsal; 0 where fewer than three would be left.</summary>
    public static int Rehearsed(int visible, int hidden) => Math.Max(0, Math.Min(hidden, visible - LeastColumns));

    /// <param name="predictor">Whose memory is chosen.</param>
    /// <param name="visible">All visible columns.</param>
    /// <param name="rehearsed">How many of them are hidden.</param>
    /// <param name="labels">Clusters made without these, [predictions].</param>
    /// <param name="horizon">How many e-folds ahead the prediction will be.</param>
    public static MemoryChoice Of(ILossPredictor predictor, LossPanel visible, int rehearsed, IReadOnlyList<int> labels, double horizon)
    {
        if (rehearsed == 0) return new MemoryChoice(Memory.All, null);
        var known = visible.First(visible.Columns - rehearsed);
        double[] wanted = [.. visible.Logarithms.Skip(known.Columns)];
        IEnumerable<Memory> choices = predictor.HasMemory ? Memory.Choices(horizon) : [Memory.All];
        return choices.Select(memory => new MemoryChoice(memory, predictor.Predict(known, labels, wanted, memory)))
            .MinBy(choice => PredictionErrors.MeanAbsolute(visible, known.Columns, choice.Rehearsal!))!;
    }
}
