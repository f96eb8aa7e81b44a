using Quanta.Discovery.Clusters;
using Quanta.Numerics.Random;

namespace Quanta.Discovery.Tests.Clusters;

public class ClusterMatchingTests
{
    [Fact]
    public void Clusters_are_kept_split_merged_and_dissolved_by_majorities()
    {
        // 0: kept; 1: split into 5 and 6; 2 and 3: merged into 7; 4: dissolved; one token more on either side is not shared.
        int[] first = [0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 4, 4, 9];
        int[] second = [8, 8, 8, 5, 5, 6, 6, 7, 7, 7, 7, 8, 10, 11, 12, 7];
        long[] predictions = [.. Enumerable.Range(0, 15).Select(i => (long)(10 * i)), 500];
        long[] others = [.. predictions[..15], 600];
        var found = ClusterMatching.Of(first, predictions, second, others);
        Assert.Equal(15, found.Shared);
        Dictionary<int, ClusterFate> fates = found.Forward.ToDictionary(match => LabelOf(first, match), match => match.Fate);
        Assert.Equal((ClusterFate.Kept, ClusterFate.Split, ClusterFate.Merged, ClusterFate.Merged, ClusterFate.Dissolved), (fates[0], fates[1], fates[2], fates[3], fates[4]));
        var kept = found.Forward.Single(match => LabelOf(first, match) == 0);
        Assert.Equal((3, 4, 3), (kept.Size, kept.BestSize, kept.Both));
        Expect.Near(3.0 / 4, kept.Jaccard, 1e-15, "three of four");
        Assert.Equal(ClusterFate.Split, found.Back.Single(match => match.Size == 4 && match.Both == 2).Fate);
        Assert.Equal(found.Ari, ClusterMatching.Of(second, others, first, predictions).Ari);

        int LabelOf(int[] labels, ClusterMatch match) => new Clustering(labels[..15]).Label(match.Cluster);
    }

    [Fact]
    public void Equal_clusterings_under_other_names_and_orders_are_kept_whole()
    {
        var random = new Philox(3);
        int[] labels = [.. Enumerable.Range(0, 100).Select(_ => random.NextInt32(8))];
        int[] order = [.. Enumerable.Range(0, 100)];
        random.Shuffle<int>(order);
        var found = ClusterMatching.Of(labels, [.. order.Select(i => (long)i)], [.. order.Order().Select(i => 50 - labels[Array.IndexOf(order, i)])], [.. Enumerable.Range(0, 100).Select(i => (long)i)]);
        Expect.Near(1, found.Ari, 1e-12, "rounding");
        Assert.All(found.Forward.Concat(found.Back), match => Assert.Equal((ClusterFate.Kept, 1.0), (match.Fate, match.Jaccard)));
        Assert.Throws<InvalidDataException>(() => ClusterMatching.Of([1], [3], [1], [4]));
    }

    /// <summary>Against all means written out; two members and a token alone.</summary>
    [Fact]
    public void Tokens_go_to_the_cluster_of_greatest_mean_similarity_unless_its_own_members_are_nearer()
    {
        float[][] similarity =
        [
            [1, 0.9f, 0.8f, 0.1f, 0.2f, 0, 0.85f, 0.3f],
            [0.9f, 1, 0.7f, 0.1f, 0.1f, 0, 0.8f, 0.2f],
            [0.8f, 0.7f, 1, 0.3f, 0.1f, 0, 0.9f, 0.4f],
            [0.1f, 0.1f, 0.3f, 1, 0.6f, 0, 0.1f, 0.35f],
            [0.2f, 0.1f, 0.1f, 0.6f, 1, 0, 0.2f, 0.35f],
            [0, 0, 0, 0, 0, 1, 0, 0],
            [0.85f, 0.8f, 0.9f, 0.1f, 0.2f, 0, 1, 0],
            [0.3f, 0.2f, 0.4f, 0.35f, 0.35f, 0, 0, 1],
        ];
        var found = AssignmentResult.Of([4, 4, 4, 2, 2, 7], (i, row) => similarity[i].CopyTo(row, 0), added: 2);
        var (first, second) = (found.Tokens[0], found.Tokens[1]);
        Assert.Equal((4, 4), (first.Label, first.Nearest));
        Expect.Near(0.85, first.Similarity, 1e-6, "float32 similarities: (0.85 + 0.8 + 0.9) / 3");
        Expect.Near(0.85 - 0.15, first.Margin, 1e-6, "the second cluster's mean is 0.15");
        Assert.Equal((-1, 2), (second.Label, second.Nearest));
        Expect.Near(1, found.MembersThatReturn, 0, "all five");
        Assert.Throws<InvalidDataException>(() => AssignmentResult.Of([1, 2], (_, _) => { }, 0));
    }
}
