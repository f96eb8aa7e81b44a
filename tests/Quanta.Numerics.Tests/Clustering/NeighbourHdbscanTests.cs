using Quanta.Numerics.Clustering.Density;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Neighbours;
using Quanta.Numerics.Products;
using Quanta.Numerics.Statistics;
using Quanta.Numerics.Tests.Neighbours;

namespace Quanta.Numerics.Tests.Clustering;

public class NeighbourHdbscanTests
{
    private static readonly IMatrixProduct Product = MatrixProducts.Default;

    [Theory, InlineData(12, 2, 1, 2), InlineData(60, 5, 3, 3), InlineData(200, 12, 5, 4), InlineData(200, 2, 1, 8)]
    public void With_all_others_as_neighbours_it_is_the_exact_way(int count, int dimensions, int density, int size)
    {
        for (var seed = 1UL; seed < 6; seed++)
        {
            using var vectors = new PlantedVectors(count, dimensions, 4, seed: seed);
            using var cosines = CosinesOf(vectors);
            foreach (var allowsOne in new[] { false, true })
            {
                var options = new HdbscanOptions { Neighbours = density, MinimumSize = size, AllowsOne = allowsOne };
                var expected = Hdbscan.Cluster(cosines.View, options);
                var found = Hdbscan.Cluster(ExactNeighbours.Find(vectors.Rows, new(count - 1), Product), options);
                Assert.Equal(expected.Labels, found.Labels);
                Assert.Equal(expected.Strengths, found.Strengths);
                Assert.Equal(expected.Stabilities, found.Stabilities);
            }
        }
    }

    [Fact]
    public void With_few_neighbours_it_finds_planted_clusters_and_noise()
    {
        using var vectors = new PlantedVectors(900, 64, 8, noise: 0.8);
        using var cosines = CosinesOf(vectors);
        var options = new HdbscanOptions { Neighbours = 5, MinimumSize = 10 };
        var (expected, found) = (Hdbscan.Cluster(cosines.View, options), Hdbscan.Cluster(ExactNeighbours.Find(vectors.Rows, new(15), Product), options));
        var ari = ClusterAgreement.AdjustedRandIndex(vectors.Labels, found.Labels);
        var exact = ClusterAgreement.AdjustedRandIndex(vectors.Labels, expected.Labels);
        Assert.True(found.Count == 8 && ari > exact - 0.02 && ari > 0.9, $"{found.Count} clusters, {ari} for {exact}");
    }

    [Fact]
    public void What_no_chain_of_neighbours_joins_falls_apart_at_distance_2_and_vectors_of_zeros_are_noise()
    {
        using var vectors = new Matrix(25, 3);
        for (var i = 0; i < 24; i++) (vectors[i, i % 2], vectors[i, 2]) = (1, 1e-3f * i);
        var found = Hdbscan.Cluster(ExactNeighbours.Find(new VectorsInMemory(vectors.View), new(4), Product), new() { Neighbours = 3, MinimumSize = 3 });
        Assert.Equal(2, found.Count);
        Assert.Equal(HdbscanResult.Noise, found.Labels[24]);
        Assert.Equal([.. Enumerable.Range(0, 24).Select(i => found.Labels[i % 2])], found.Labels[..24]);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        using var vectors = new PlantedVectors(20, 3, 2);
        var graph = ExactNeighbours.Find(vectors.Rows, new(3), Product);
        Assert.Contains("neighbour 4", Assert.Throws<ArgumentException>(() => Hdbscan.Cluster(graph, new() { Neighbours = 4 })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Hdbscan.Cluster(graph with { Width = 2 }, new() { Neighbours = 1 }));
    }

    private static Matrix CosinesOf(PlantedVectors vectors)
    {
        using var unit = NeighbourDefinition.Unit(vectors.Matrix);
        var cosines = new Matrix(unit.Rows, unit.Rows);
        Product.MultiplyByOwnTranspose(unit.View, cosines.View);
        return cosines;
    }
}
