using Quanta.Numerics.Statistics;
using Quanta.Scaling.Losses;

namespace Quanta.Scaling.Laws;

/// <summary>All that one pass over a loss table along a scale tells.</summary>
/// <param name="Scale">The columns, by what grows.</param>
/// <param name="Columns">What each of them is, in that order.</param>
/// <param name="Means">Their mean losses.</param>
/// <param name="Histogram">Their distributions.</param>
/// <param name="Kinds">Monogenic tokens and the persistence of low losses.</param>
/// <param name="Slopes">The law of every token; null where all columns have the same size.</param>
public sealed record LossSummary(LossScale Scale, IReadOnlyList<LossColumn> Columns, MeanLosses Means, LossHistogram Histogram, TokenKinds Kinds, TokenSlopes? Slopes)
{
    /// <summary>Which columns repeat others, and which are out of line.</summary>
    public ColumnLine Line { get; init; } = new([.. Enumerable.Range(0, Scale.Count)], []);

    /// <summary>Bits in a nat.</summary>
    public const double BitsPerNat = 1.4426950408889634;

    /// <summary>Mean losses in bits, by the scale.</summary>
    public IReadOnlyList<double> MeanBits => [.. Means.Nats.Select(nats => nats * BitsPerNat)];

    /// <summary>Reads the table once.</summary>
    /// <param name="table">Any number of predictions.</param>
    /// <param name="scale">Which of its columns count, at least one.</param>
    /// <param name="thresholds">What makes a token monogenic or polygenic.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="progress">Receives rising fractions.</param>
    /// <param name="cancellation">Stops between chunks.</param>
    /// <exception cref="InvalidDataException">A loss is not finite, or negative by more than rounding.</exception>
    public static LossSummary Compute(
        ILossTable table, LossScale scale, TokenThresholds thresholds, LossScanOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        if (scale.Count == 0) throw new ArgumentException("A summary of losses needs at least one column.", nameof(scale));
        var selected = table.WithColumns(scale.Columns);
        var (means, histogram, kinds) = (new MeanLosses(scale.Count), new LossHistogram(scale.Count), new TokenKinds(scale.Count, thresholds));
        var slopes = scale.Values.Distinct().Count() > 1 ? new TokenSlopes(scale.Logarithms, thresholds) : null;
        LossStatistic[] statistics = slopes is null ? [means, histogram, kinds] : [means, histogram, kinds, slopes];
        LossScan.Run(selected, statistics, options, progress, cancellation);
        RequireLosses(selected, histogram);
        return new LossSummary(scale, selected.Columns, means, histogram, kinds, slopes) { Line = ColumnLine.Of(selected, scale.Logarithms, means.Nats) };
    }

    /// <summary>The scan stops at columns of log-probabilities; here are those with single negative losses.</summary>
    private static void RequireLosses(ILossTable table, LossHistogram histogram)
    {
        for (var column = 0; column < table.Columns.Count; column++)
            if (histogram.CountBelow(column) > 0)
                throw new InvalidDataException($"Losses are never negative, but {histogram.CountBelow(column):N0} of the {table.Predictions:N0} under "
                    + $"{table.Columns[column].Name} are. Are these log-probabilities? Then multiply them by -1.");
    }

    /// <summary>The power law of the mean loss in bits over columns whose scale lies in a range, ends included. Columns of equal losses count as one.</summary>
    public PowerLaw FitMeans(double from = 0, double to = double.PositiveInfinity)
    {
        var within = Enumerable.Range(0, Scale.Count).Where(i => Scale.Values[i] >= from && Scale.Values[i] <= to && Line.Repeats[i] == i).ToList();
        var bits = MeanBits;
        return PowerLaw.Fit([.. within.Select(i => Scale.Values[i])], [.. within.Select(i => bits[i])]);
    }
}
