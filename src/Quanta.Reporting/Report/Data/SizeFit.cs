using Quanta.Numerics.Statistics;

namespace Quanta.Reporting.Report;

/// <summary>Cluster sizes by rank over all clusterings of one family, with the slope of their envelope.</summary>
/// <param name="Counts">The cluster counts, ascending.</param>
/// <param name="Sizes">For each count, the sizes, descending.</param>
/// <param name="Window">The ranks that were fitted.</param>
/// <param name="Slope">The fit with its interval.</param>
/// <param name="Intercept">ln size at rank 1 on the fitted line.</param>
internal sealed record SizeFit(IReadOnlyList<int> Counts, IReadOnlyList<int[]> Sizes, RankWindow Window, RankSizeSlope Slope, double Intercept)
{
    public const double Confidence = 0.95;
    private const int Resamples = 400;

    // The published window is ranks n/100 + 1 to n/10 of the envelope of n = 10,000 tokens.
    private const int FirstShare = 100, LastShare = 10;

    public static SizeFit? Of(RunContents run, int threads, CancellationToken cancellation)
    {
        var family = run.ClusteringName is null ? null : RunChoices.FamilyOf(run.Stages, run.ClusteringName);
        if (family is null) return null;
        var counts = RunChoices.Counts(family).ToList();
        var labels = counts.Select(count => run.Labels($"{family.Stage["clusters/".Length..]}-k{count}")).ToList();
        var window = new RankWindow(labels[0].Length / FirstShare + 1, Math.Max(labels[0].Length / LastShare, 1));
        var slope = RankSizeSlope.Estimate(labels, window, Resamples, seed: 0, Confidence, threads, cancellation);
        return new SizeFit(counts, [.. labels.Select(one => RankSize.Sizes(one))], window, slope, RankSize.Fit([.. slope.Envelope], window).Intercept);
    }

    /// <summary>The last rank of the window that the envelope reaches.</summary>
    public int LastRank => Math.Min(Window.Last, Slope.Envelope.Count);
}
