using Quanta.Discovery.Clusters;
using Quanta.Discovery.Samples;

namespace Quanta.Discovery.Tests.Samples;

public class SamplePickerTests
{
    // Label 5 has four points, label 9 three, label 0 one: ranks 0, 1 and 2.
    private static readonly Clustering Clusters = new([9, 5, 5, 0, 9, 5, 9, 5]);

    [Fact]
    public void Clusters_are_ranked_by_size_and_keep_their_labels()
    {
        Assert.Equal(3, Clusters.Count);
        Assert.Equal([1, 2, 5, 7], Clusters.Members(0));
        Assert.Equal((5, 9, 0), (Clusters.Label(0), Clusters.Label(1), Clusters.Label(2)));
    }

    [Fact]
    public void Spread_members_are_in_order_and_from_everywhere()
    {
        Assert.Equal([new SampledMember(0, 0, 1), new SampledMember(0, 2, 5)], SamplePicker.Spread(Clusters, 0, 2));
        Assert.Equal([0, 4, 6], SamplePicker.Spread(Clusters, 1, 10).Select(m => m.Point));
    }

    [Theory]
    [InlineData(3, 0, "no cluster 3")]
    [InlineData(1, 3, "no sample 3")]
    public void What_is_not_there_is_refused(int rank, int member, string sentence) =>
        Assert.Contains(sentence, Assert.ThrowsAny<ArgumentException>(() => SamplePicker.Named(Clusters, rank, [member])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(10_000, 400)]
    [InlineData(1000, 100)]
    [InlineData(200, 20)]
    [InlineData(12, 6)]
    public void The_clustering_shown_has_the_published_count_or_ten_tokens_a_cluster(int points, int expected) =>
        Assert.Equal(expected, SampleOptions.DefaultClusterCount(points, ClusterOptions.DefaultCounts(points)));
}
