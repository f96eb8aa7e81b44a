using Quanta.Numerics.Statistics;
using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Report;

/// <summary>The similarity matrix, ordered by cluster.</summary>
internal static class SimilaritySection
{
    // The colours run between these quantiles of the block means: the few blocks on the diagonal would take most of the scale.
    private const double LowQuantile = 0.005, HighQuantile = 0.995;
    private const double Height = 3.9;

    /// <param name="similarity">The matrix; null where there is none.</param>
    /// <param name="matrix">What its entries are.</param>
    /// <param name="compared">Of what, in the plural.</param>
    public static ReportSection? Of(OrderedSimilarity? similarity, string matrix, string compared) => similarity is null ? null : new("similarity", "Similarity matrix", html =>
    {
        var perBlock = (double)similarity.Points / similarity.Blocks;
        var caption = $"Rows and columns are the {Figures.Count(similarity.Points)} selected predictions, ordered by cluster, the largest at the top left, and in corpus order "
            + $"within a cluster. {(perBlock > 1 ? $"Each pixel is the mean over {Figures.Short(perBlock)} × {Figures.Short(perBlock)} pairs. " : "")}"
            + "Squares on the diagonal are clusters; bright squares beside it are clusters alike. The colours end at the 0.5th and 99.5th percentile.";
        FigureMarkup.Write(html, "figure-similarity", ChartOf(similarity, matrix, compared), caption);
    });

    private static Chart ChartOf(OrderedSimilarity similarity, string matrix, string compared)
    {
        var ordered = similarity.Means.Order().ToArray();
        var (low, high) = (Quantile.OfOrdered(ordered, LowQuantile), Quantile.OfOrdered(ordered, HighQuantile));
        double[] edges = [.. Enumerable.Range(0, similarity.Blocks + 1).Select(i => (double)i * similarity.Points / similarity.Blocks)];
        var within = similarity.WithinClusters.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
        return new Chart
        {
            Height = Height,
            Description = $"The matrix of {matrix} between {Figures.Count(similarity.Points)} {compared}, ordered by cluster: "
                + $"the mean of all pairs is {Figures.Short(similarity.Means.Average())}, that within clusters {Figures.Short(within)}.",
            Panels =
            [
                new Panel
                {
                    X = Axis.Linear("prediction, ordered by cluster") with { Padding = 0 },
                    Y = Axis.Linear("prediction, ordered by cluster") with { Padding = 0, Reversed = true },
                    ShowGrid = false,
                    Colour = Colours(low, high) with { Label = matrix },
                    Marks = [new HeatMap(Grid.Mesh(edges, edges, similarity.Means))],
                },
            ],
        };
    }

    private static ColourScale Colours(double low, double high) =>
        high > low ? ColourScale.Sequential(ColourMap.Cmr, low, high) : ColourScale.Sequential(ColourMap.Cmr);
}
