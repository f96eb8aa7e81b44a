using Quanta.Numerics.Clustering;

namespace Quanta.Numerics.Tests.Clustering;

public class ClusterLabelsTests
{
    [Theory]
    [InlineData(new int[] { }, new int[] { })]
    [InlineData(new[] { 9 }, new[] { 0 })]
    [InlineData(new[] { 4, 2, 2, 4, 2 }, new[] { 1, 0, 0, 1, 0 })]
    [InlineData(new[] { 7, -3, -3, 7, 5 }, new[] { 0, 1, 1, 0, 2 })]
    public void Clusters_are_ranked_by_size_and_then_by_first_appearance(int[] labels, int[] expected) =>
        Assert.Equal(expected, ClusterLabels.RankBySize(labels));

    [Fact]
    public void Sizes_count_the_points_of_each_label()
    {
        Assert.Equal([2, 0, 1], ClusterLabels.Sizes([0, 2, 0]));
        Assert.Empty(ClusterLabels.Sizes([]));
        Assert.Throws<ArgumentException>(() => ClusterLabels.Sizes([0, -1]));
    }
}
