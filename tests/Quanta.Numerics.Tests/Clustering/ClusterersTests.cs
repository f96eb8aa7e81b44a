using Quanta.Numerics.Clustering;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;
using Quanta.Numerics.Random;
using Quanta.Numerics.Statistics;

namespace Quanta.Numerics.Tests.Clustering;

public class ClusterersTests
{
    public static TheoryData<string> Names => [.. Clusterers.OfCounts.Select(clusterer => clusterer.Name)];

    [Fact]
    public void The_registry_knows_its_clusterers_by_name()
    {
        Assert.Equal(["spectral", "spectral-normalized", "cluster-qr", "average-linkage", "complete-linkage", "conductance", "hdbscan", "persistent-linkage"],
            Clusterers.All.Select(clusterer => clusterer.Name));
        Assert.Same(Clusterers.All[3], Clusterers.Get("average-linkage"));
        Assert.Contains("there are spectral, ", Assert.Throws<ArgumentException>(() => Clusterers.Get("kmeans")).Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Names))]
    public void Well_separated_clusters_are_found(string name)
    {
        using var planted = new PlantedAffinity(160, 5, 64, 0.3, 1);
        var set = Cluster(name, planted.Affinity, 5).Clusterings.Single();
        Assert.Equal(1.0, ClusterAgreement.AdjustedRandIndex(planted.Labels, set.Labels), 12);
    }

    [Theory, MemberData(nameof(Names))]
    public void Labels_come_in_the_order_of_the_counts_ranked_by_size(string name)
    {
        using var planted = new PlantedAffinity(120, 8, 32, 0.8, 2);
        var result = Cluster(name, planted.Affinity, 9, 1, 4);
        Assert.Equal([9, 1, 4], result.Clusterings.Select(set => set.Count));
        foreach (var set in result.Clusterings)
        {
            Assert.Equal(120, set.Labels.Length);
            Assert.Equal(set.Labels, ClusterLabels.RankBySize(set.Labels));
            Assert.InRange(set.Labels.Max(), 0, set.Count - 1);
        }
        Assert.Equal(name is "spectral" or "spectral-normalized" or "cluster-qr" ? 9 : 0, result.Eigenvalues.Count);
        Assert.NotEmpty(result.Summary);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_count_gives_the_same_labels_alone_or_among_others_for_any_number_of_threads(string name)
    {
        using var planted = new PlantedAffinity(150, 8, 32, 1, 3);
        var alone = Cluster(name, planted.Affinity, 6).Clusterings[0].Labels;
        var among = Clusterers.Get(name)
            .Cluster(planted.Affinity.View, new ClustererOptions([3, 6]) { Restarts = 4, Threads = 3 }, MatrixProducts.Default);
        Assert.Equal(alone, among.Clusterings[1].Labels);
    }

    [Theory, MemberData(nameof(Names))]
    public void Clusterings_are_handed_over_as_they_are_found_and_known_ones_are_left_out(string name)
    {
        using var planted = new PlantedAffinity(90, 6, 32, 0.8, 7);
        var found = new List<ClusterSet>();
        var options = new ClustererOptions([2, 4, 7]) { Restarts = 2, Known = new HashSet<int> { 4 }, Found = found.Add };
        var result = Clusterers.Get(name).Cluster(planted.Affinity.View, options, MatrixProducts.Default);
        Assert.Equal([2, 7], found.Select(set => set.Count));
        Assert.Equal(found, result.Clusterings);
        var all = Clusterers.Get(name).Cluster(planted.Affinity.View, options with { Known = new HashSet<int>(), Found = null }, MatrixProducts.Default);
        Assert.Equal(all.Clusterings[2].Labels, result.Clusterings[1].Labels);
    }

    [Theory, MemberData(nameof(Names))]
    public void The_order_of_the_points_does_not_matter(string name)
    {
        using var planted = new PlantedAffinity(100, 4, 64, 0.4, 4);
        var order = Enumerable.Range(0, 100).ToArray();
        new Philox(5).Shuffle<int>(order);
        using var shuffled = new Matrix(100, 100);
        for (var i = 0; i < 100; i++)
            for (var j = 0; j < 100; j++) shuffled[i, j] = planted.Affinity[order[i], order[j]];
        var (plain, other) = (Cluster(name, planted.Affinity, 4).Clusterings[0].Labels, Cluster(name, shuffled, 4).Clusterings[0].Labels);
        Assert.Equal(1.0, ClusterAgreement.AdjustedRandIndex([.. order.Select(i => plain[i])], other), 12);
    }

    [Theory, MemberData(nameof(Names))]
    public void One_and_two_points_are_clustered(string name)
    {
        using Matrix one = new(1, 1), two = new(2, 2);
        (two[0, 1], two[1, 0]) = (0.5f, 0.5f);
        Assert.Equal([0], Cluster(name, one, 1).Clusterings[0].Labels);
        Assert.Equal([0, 0], Cluster(name, two, 1).Clusterings[0].Labels);
        Assert.InRange(Cluster(name, two, 2).Clusterings[0].Labels.Distinct().Count(), 1, 2);
    }

    [Theory, MemberData(nameof(Names))]
    public void Wrong_input_is_refused(string name)
    {
        using Matrix oblong = new(3, 4), square = new(3, 3);
        Assert.Contains("3 x 4", Assert.Throws<ArgumentException>(() => Cluster(name, oblong, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("but 4 were asked for", Assert.Throws<ArgumentException>(() => Cluster(name, square, 4)).Message, StringComparison.Ordinal);
        square[0, 2] = float.NaN;
        Assert.Contains("element (0, 2) is NaN", Assert.Throws<ArgumentException>(() => Cluster(name, square, 2)).Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Names))]
    public void Other_seeds_give_what_calls_with_these_seeds_give_for_known_counts_too(string name)
    {
        using var planted = new PlantedAffinity(230, 20, 32, 1, 3);
        var options = new ClustererOptions([3, 12]) { Restarts = 2, Seed = 4, OtherSeeds = 2, Known = new HashSet<int> { 3 }, Threads = 2 };
        var clusterer = Clusterers.Get(name);
        var result = clusterer.Cluster(planted.Affinity.View, options, MatrixProducts.Default);
        Assert.Equal([12], result.Clusterings.Select(set => set.Count));
        if (!clusterer.IsRandom)
        {
            Assert.All(result.OtherSeeds, Assert.Empty);
            return;
        }
        for (ulong other = 1; other <= 2; other++)
        {
            var alone = clusterer.Cluster(planted.Affinity.View, new ClustererOptions([3, 12]) { Restarts = 2, Seed = 4 + other }, MatrixProducts.Default);
            for (var count = 0; count < 2; count++)
                Assert.Equal(1.0, ClusterAgreement.AdjustedRandIndex(alone.Clusterings[count].Labels, result.OtherSeeds[count][(int)other - 1]), 12);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Labels_do_not_depend_on_the_memory(string name)
    {
        using var planted = new PlantedAffinity(230, 20, 32, 1, 3);
        int[] Labels(long bytes) => Clusterers.Get(name)
            .Cluster(planted.Affinity.View, new ClustererOptions([25]) { Restarts = 4, Threads = 3, MemoryBytes = bytes }, MatrixProducts.Default).Clusterings[0].Labels;
        Assert.Equal(Labels(long.MaxValue), Labels(0));
    }

    [Fact]
    public void Average_linkage_keeps_very_unequal_clusters_that_spectral_clustering_breaks()
    {
        using var planted = new PlantedAffinity(600, 40, 300, 1.1, 6);
        double Ari(string name) => ClusterAgreement.AdjustedRandIndex(planted.Labels, Cluster(name, planted.Affinity, 40).Clusterings[0].Labels);
        Assert.True(Ari("average-linkage") >= 0.9 && Ari("spectral") < Ari("average-linkage"));
    }

    private static ClusteringResult Cluster(string name, Matrix similarity, params int[] counts) =>
        Clusterers.Get(name).Cluster(similarity.View, new ClustererOptions(counts) { Restarts = 4 }, MatrixProducts.Default);
}
