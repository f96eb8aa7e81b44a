using Quanta.Discovery.Clusters;
using Quanta.Numerics.Statistics;
using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Report;

/// <summary>Cluster sizes by rank, and the power law that their envelope follows.</summary>
internal static class SizeSection
{
    private const int MostPoints = 40;

    public static ReportSection? Of(SizeFit? fit) => fit is null ? null : new ReportSection("sizes", "Cluster sizes by rank", html =>
    {
        html.Leaf("p", Sentence(fit));
        FigureMarkup.Write(html, "figure-sizes", ChartOf(fit),
            $"Sizes by rank for {Figures.Of(fit.Counts.Count, "number")} of clusters, their envelope (the largest size at each rank), and the fit to it.");
    });

    private static string Sentence(SizeFit fit)
    {
        if (fit.Estimate is not { Slope: { } slope, Low: { } low, High: { } high, Window: var window })
            return $"The envelope has fewer than two ranks between {fit.Estimate.Window.First} and {fit.Estimate.Window.Last}, so no power law is fitted.";
        return $"The envelope falls as rank to the power {Figures.Exponent(slope)} over ranks {window.First} to {fit.LastRank}; "
            + $"95 % interval {Figures.Exponent(low)} to {Figures.Exponent(high)} over samples of the predictions, the clusters kept. {Bias(fit.Estimate.Bias)}";
    }

    private static string Bias(RankSizeBias? bias) => bias is null
        ? "The interval holds neither the luck of the clustering nor the bias of the estimate, which depends on the similarities and can be measured with --calibrate."
        : $"On {bias.FoundSlopes.Count} planted matrices of this size and strength of similarity the estimate is off by {Figures.Exponent(bias.Bias)}; "
            + $"less this, it is {Figures.Exponent(bias.CorrectedSlope)}.";

    private static Chart ChartOf(SizeFit fit)
    {
        var envelope = Points(fit.Estimate.Envelope);
        var lines = fit.Counts.Zip(fit.Sizes).SelectMany(pair => Ranks(pair.Second.Length).Select(rank => (Count: pair.First, Rank: rank, Size: pair.Second[rank - 1]))).ToList();
        var all = Frame.Of(
            ("clusters", [.. lines.Select(row => (double)row.Count)]), ("rank", [.. lines.Select(row => (double)row.Rank)]), ("size", [.. lines.Select(row => (double)row.Size)]));
        return new Chart
        {
            Height = 3.2,
            Description = Sentence(fit),
            Panels =
            [
                new Panel
                {
                    X = Axis.Log("cluster rank"),
                    Y = Axis.Log("cluster size (predictions)") with { Minimum = 0.8 },
                    Colour = Colours(fit),
                    Legend = LegendPlacement.BottomLeft,
                    Marks =
                    [
                        new Line(all, "rank", "size") { ColourBy = "clusters", Width = 0.7 },
                        new Line(envelope, "rank", "size") { Name = "envelope", Ink = Ink.Category(2), Markers = 2.5 },
                        .. Law(fit),
                    ],
                },
            ],
        };
    }

    private static ColourScale Colours(SizeFit fit) =>
        fit.Counts.Count > 1
            ? ColourScale.Sequential(ColourMap.Viridis, fit.Counts[0], fit.Counts[^1]) with { Label = "number of clusters", Logarithmic = true }
            : ColourScale.Sequential(ColourMap.Viridis) with { ShowBar = false };

    private static IEnumerable<Mark> Law(SizeFit fit)
    {
        if (fit.Estimate is not { Slope: { } slope, Window: var window } || fit.LastRank <= window.First) yield break;
        yield return new Curve(rank => Math.Exp(fit.Intercept + slope * Math.Log(rank)), window.First, fit.LastRank)
        {
            Name = Label.Math($"rank^{{{Figures.Exponent(slope)}}}"),
            Ink = Ink.Category(6),
            Width = 2,
        };
    }

    private static Frame Points(IReadOnlyList<int> sizes)
    {
        var ranks = Ranks(sizes.Count).ToList();
        return Frame.Of(("rank", [.. ranks.Select(rank => (double)rank)]), ("size", [.. ranks.Select(rank => (double)sizes[rank - 1])]));
    }

    // Ranks at equal ratios, both ends included: a line on a logarithmic axis needs no more.
    private static IEnumerable<int> Ranks(int last) => last <= MostPoints
        ? Enumerable.Range(1, last)
        : Enumerable.Range(0, MostPoints).Select(i => (int)Math.Round(Math.Pow(last, i / (MostPoints - 1.0)))).Distinct();
}

/// <summary>Cluster sizes by rank over all clusterings of one family, with the slope of their envelope.</summary>
/// <param name="Counts">The cluster counts, ascending.</param>
/// <param name="Sizes">For each count, the sizes, descending.</param>
/// <param name="Estimate">The slope as the cluster stage found it.</param>
/// <param name="Intercept">ln size at rank 1 on the fitted line.</param>
internal sealed record SizeFit(IReadOnlyList<int> Counts, IReadOnlyList<int[]> Sizes, RankSizeEstimate Estimate, double Intercept)
{
    public static SizeFit? Of(RunContents run)
    {
        var family = run.ClusteringName is null ? null : RunChoices.FamilyOf(run.Stages, run.ClusteringName);
        if (family is null) return null;
        var name = family.Stage["clusters/".Length..];
        if (run.RankSize(name) is not { } estimate) return null;
        var counts = RunChoices.Counts(family).ToList();
        var sizes = counts.Select(count => RankSize.Sizes(run.Labels(ClusterOptions.NameOf(name, count)))).ToList();
        return new SizeFit(counts, sizes, estimate, RankSize.Fit([.. estimate.Envelope], estimate.Window).Logarithms.Intercept);
    }

    /// <summary>The last rank of the window that the envelope reaches.</summary>
    public int LastRank => Math.Min(Estimate.Window.Last, Estimate.Envelope.Count);
}
