using Quanta.Numerics.Clustering;
using Quanta.Numerics.Products;
using Quanta.Numerics.Statistics;
using Quanta.Numerics.Tests.Clustering;

namespace Quanta.Numerics.Tests.Statistics;

public class ClusterStabilityTests
{
    [Fact]
    public void Clear_clusters_are_stable_and_too_many_are_not()
    {
        using var planted = new PlantedAffinity(150, 4, 64, 0.4, 2);
        var options = new ClustererOptions([4, 30]) { Restarts = 1, Seed = 5, OtherSeeds = 2 };
        var spectral = Clusterers.Get("spectral");
        var result = spectral.Cluster(planted.Affinity.View, options, MatrixProducts.Default);
        var found = Labels(spectral, planted, options);
        var seeds = ClusterStability.OverSeeds(options, found, result.OtherSeeds);
        var parts = ClusterStability.OverSubsamples(spectral, planted.Affinity.View, options, found, 0.8, 3, MatrixProducts.Default);
        foreach (var stability in new[] { seeds, parts })
        {
            Assert.Equal([4, 30], stability.Select(one => one.Count));
            Expect.Near(1, stability[0].Least, 1e-12, "the clusters are far apart");
            Assert.True(stability[1].Mean < 0.9 && stability[1].Least <= stability[1].Mean);
        }
    }

    [Fact]
    public void A_clusterer_without_randomness_agrees_with_itself()
    {
        using var planted = new PlantedAffinity(60, 5, 16, 1.5, 2);
        var linkage = Clusterers.Get("average-linkage");
        var options = new ClustererOptions([7]);
        var found = Labels(linkage, planted, options);
        Assert.Equal(new ClusterStability(7, 1, 1), ClusterStability.OverSeeds(options with { OtherSeeds = 1 }, found, []).Single());
        Assert.Equal(new ClusterStability(7, 1, 1), ClusterStability.OverSubsamples(linkage, planted.Affinity.View, options, found, 1, 1, MatrixProducts.Default).Single());
    }

    private static IReadOnlyList<int[]> Labels(IClusterer clusterer, PlantedAffinity planted, ClustererOptions options) =>
        [.. clusterer.Cluster(planted.Affinity.View, options, MatrixProducts.Default).Clusterings.Select(set => set.Labels)];
}
