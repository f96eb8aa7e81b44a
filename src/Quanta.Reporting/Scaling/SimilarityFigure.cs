using System.Globalization;
using Quanta.Discovery.Clusters;
using Quanta.Discovery.Runs;
using Quanta.Formats.Numpy;
using Quanta.Numerics.Statistics;
using Quanta.Reporting.Charts;
using Quanta.Reporting.Report;

namespace Quanta.Reporting.Scaling;

/// <summary>Figure 15 of the paper from a run folder with similarities and clusters.</summary>
public static class SimilarityFigure
{
    private const int MostWindow = 200, MostPoints = 60;

    /// <summary>Draws it, or gives null where the run has no similarities or no clusters.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="clustering">Whose order the window is in; null takes the run's own choice.</param>
    public static ScalingFigure? Draw(RunFolder folder, string? clustering)
    {
        var stages = folder.Stages.Where(stage => stage.Done).ToList();
        if (!stages.Any(stage => stage.Artifacts.ContainsKey(RunArtifacts.Cosine))
            || !stages.Any(stage => stage.Artifacts.ContainsKey(RunArtifacts.Predictions))) return null;
        var points = RunArtifacts.ReadPredictions(folder).Length;
        if ((clustering ?? RunChoices.Clustering(stages, points)) is not { } name || RunChoices.FamilyOf(stages, name) is not { } family) return null;
        var counts = RunChoices.Counts(family).ToList();
        var sizes = counts.ToDictionary(count => count, count =>
            RankSize.Sizes(RunArtifacts.ReadClusters(folder, ClusterOptions.NameOf(family.Stage["clusters/".Length..], count))));
        int[] envelope = RankSize.Envelope(sizes.Values);
        var first = Math.Max(0, points / 2 - MostWindow / 2);
        var data = new ClusterSimilarityData(Window(folder, RunArtifacts.ReadClusters(folder, name), first), Sizes(sizes), Points(envelope),
            [.. Law(envelope, points)])
        {
            Counts = (counts[0], Math.Max(counts[^1], counts[0] + 1)),
        };
        return new ScalingFigure("figure-15", ClusterSimilarityChart.Draw(data) with
        {
            Caption = Label.Literal(string.Create(CultureInfo.InvariantCulture, $"{points:N0} tokens, ordered by {name}; {counts.Count} numbers of clusters.")),
        });
    }

    /// <summary>Angular similarities 1 - arccos(C) / pi of consecutive tokens in the clusters' order.</summary>
    private static Grid Window(RunFolder folder, int[] labels, int first)
    {
        folder.HashOf(RunArtifacts.Cosine);
        using var cosines = Npy.Open(folder.PathOf(RunArtifacts.Cosine));
        int[] order = [.. Enumerable.Range(0, labels.Length).OrderBy(i => labels[i]).Skip(first).Take(MostWindow)];
        var rows = new float[order.Length][];
        for (var i = 0; i < order.Length; i++) cosines.ReadRow(order[i], rows[i] = new float[labels.Length]);
        return Grid.Matrix(order.Length, order.Length, (i, j) => Math.Round(1 - Math.Acos(Math.Clamp(rows[i][order[j]], -1.0, 1.0)) / Math.PI, 3),
            first, first);
    }

    private static IEnumerable<Mark> Law(int[] envelope, int points)
    {
        var window = RankWindow.For(points);
        var law = RankSize.Fit(envelope, window);
        if (double.IsFinite(law.Exponent))
            yield return ClusterSimilarityChart.FittedLaw(law.Factor, law.Exponent, 1, envelope.Length, Figures.Exponent(law.Exponent));
    }

    private static Frame Sizes(Dictionary<int, int[]> sizes)
    {
        var rows = sizes.SelectMany(pair => Ranks(pair.Value.Length)
            .Select(rank => (Clusters: (double)pair.Key, Rank: (double)rank, Size: (double)pair.Value[rank - 1]))).ToList();
        return Frame.Of(("clusters", [.. rows.Select(row => row.Clusters)]), ("rank", [.. rows.Select(row => row.Rank)]),
            ("size", [.. rows.Select(row => row.Size)]));
    }

    private static Frame Points(int[] envelope)
    {
        var ranks = Ranks(envelope.Length).ToList();
        return Frame.Of(("rank", [.. ranks.Select(rank => (double)rank)]), ("size", [.. ranks.Select(rank => (double)envelope[rank - 1])]));
    }

    // Ranks at equal ratios, both ends included: a line on a logarithmic axis needs no more.
    private static IEnumerable<int> Ranks(int last) => last <= MostPoints
        ? Enumerable.Range(1, last)
        : Enumerable.Range(0, MostPoints).Select(i => (int)Math.Round(Math.Pow(last, i / (MostPoints - 1.0)))).Distinct();
}

/// <summary>What figure 15 is drawn from.</summary>
/// <param name="Similarities">A window of the angular similarities, ordered by cluster.</param>
/// <param name="Sizes">Columns clusters (their number), rank and size.</param>
/// <param name="Envelope">Columns rank and size: the largest size at each rank.</param>
/// <param name="Laws">Lines drawn over the sizes.</param>
public sealed record ClusterSimilarityData(Grid Similarities, Frame Sizes, Frame Envelope, IReadOnlyList<Mark> Laws)
{
    /// <summary>The similarities at the ends of the colours.</summary>
    public (double Least, double Greatest) Colours { get; init; } = (0.2, 1);

    /// <summary>Ticks of the window; null computes them.</summary>
    public IReadOnlyList<double>? WindowTicks { get; init; }

    /// <summary>The numbers of clusters at the ends of the colours.</summary>
    public (double Least, double Greatest) Counts { get; init; } = (10, 1100);
}

/// <summary>Figure 15 of the paper: similarities ordered by cluster, and cluster sizes by rank under their envelope.</summary>
public static class ClusterSimilarityChart
{
    public static Chart Draw(ClusterSimilarityData data) => new()
    {
        Height = 2.5,
        Description = "Ordered by cluster, similarities show bright blocks along the diagonal; cluster sizes fall with rank under an "
            + "envelope that is a power law.",
        Panels =
        [
            new Panel
            {
                X = LossScalingChart.WithTicks(Axis.Linear("token index"), data.WindowTicks),
                Y = LossScalingChart.WithTicks(Axis.Linear("token index"), data.WindowTicks) with { Reversed = true },
                Colour = ColourScale.Sequential(ColourMap.Cmr, data.Colours.Least, data.Colours.Greatest) with { Label = "angular similarity" },
                Marks = [new HeatMap(data.Similarities)],
            },
            new Panel
            {
                X = Axis.Log("cluster rank"),
                Y = Axis.Log("cluster size") with { Minimum = 0.8 },
                Colour = ColourScale.Sequential(ColourMap.Viridis, data.Counts.Least, data.Counts.Greatest) with { Label = "number of clusters" },
                Legend = LegendPlacement.BottomLeft,
                Marks =
                [
                    new Line(data.Sizes, "rank", "size") { ColourBy = "clusters", Width = 0.7 },
                    new Line(data.Envelope, "rank", "size") { Name = "envelope", Ink = Ink.Category(2), Markers = 2.5 },
                    .. data.Laws,
                ],
            },
        ],
    };

    /// <summary>The law fitted to the envelope: first x rank^exponent.</summary>
    public static Curve FittedLaw(double first, double exponent, double from, double to, string exponentText) =>
        Law(first, exponent, from, to) with { Name = Label.Math($"y ∝ x^{{{exponentText}}}"), Ink = Ink.Category(6) };

    /// <summary>A reference line.</summary>
    public static Curve ReferenceLaw(double first, double exponent, double from, double to, string exponentText) =>
        Law(first, exponent, from, to) with { Name = Label.Math($"y ∝ x^{{{exponentText}}}"), Ink = Ink.Foreground, Dash = Dash.Dashed };

    private static Curve Law(double first, double exponent, double from, double to) => new(rank => first * Math.Pow(rank, exponent), from, to);
}
