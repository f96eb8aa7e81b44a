using System.Text.Json.Nodes;
using Quanta.Reporting.Report;

namespace Quanta.Reporting.Tests.Report;

public sealed class QualityFiguresTests
{
    [Fact]
    public void A_list_of_clusterings_is_a_table_of_every_figure_that_any_has()
    {
        var group = Assert.Single(Of("""[{"count": 10, "silhouette": 0.25, "new_figure": 3}, {"count": 20, "silhouette": null, "stability": {"ari": 0.5, "least": true}}]"""));
        Assert.Equal(["clusters", "silhouette", "new figure", "stability, adjusted Rand index", "stability, least"], group.Names);
        Assert.Equal(["10", "0.25", "3", "–", "–"], group.Rows[0].Select(cell => cell.Text));
        Assert.Equal(["20", "–", "–", "0.5", "yes"], group.Rows[1].Select(cell => cell.Text));
    }

    [Fact]
    public void An_object_gives_its_own_figures_and_a_table_for_each_list_of_objects()
    {
        var groups = Of("""{"clusterings": [{"count": 5}], "rank_size": {"slope": -1.25, "interval": [-1.5, -1]}, "envelope": [9, 8, 7, 6, 5, 4]}""");
        Assert.Equal(2, groups.Count);
        Assert.Equal(["rank size, slope", "rank size, interval", "envelope"], groups[0].Names);
        Assert.Equal(["−1.25", "−1.5, −1", "9, 8, 7, 6, … (6 values)"], groups[0].Rows[0].Select(cell => cell.Text.Replace('-', '−')));
        Assert.Equal("clusterings", groups[1].Title);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[1, 2]")]
    [InlineData("{}")]
    [InlineData("3")]
    [InlineData("null")]
    public void A_file_without_figures_does_no_harm(string json) => Assert.DoesNotContain(Of(json), group => group.Names.Count > 0);

    private static IReadOnlyList<FigureGroup> Of(string json) => QualityFigures.Of(JsonNode.Parse(json));
}
