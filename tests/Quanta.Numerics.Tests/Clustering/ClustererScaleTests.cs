using Quanta.Numerics.Clustering;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;
using Quanta.Numerics.Statistics;

namespace Quanta.Numerics.Tests.Clustering;

/// <summary>An affinity in other units has the same clusters.</summary>
public class ClustererScaleTests
{
    public static TheoryData<string> Names => [.. Clusterers.OfCounts.Select(clusterer => clusterer.Name)];

    [Theory, MemberData(nameof(Names))]
    public void The_scale_of_an_affinity_does_not_change_its_clusters(string name)
    {
        foreach (var n in new[] { 60, 260 })
        {
            using var planted = new PlantedAffinity(n, 5, 64, 0.5, 8);
            using var plain = Scaled(planted.Affinity, 1);
            var expected = Cluster(name, plain);
            foreach (var scale in new[] { 1e-30f, 1e-12f, 1e-3f, 10, 1e12f, 1e28f, 1e36f })
            {
                using var scaled = Scaled(planted.Affinity, scale);
                Assert.Equal(1.0, ClusterAgreement.AdjustedRandIndex(expected, Cluster(name, scaled)), 12);
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_diagonal_that_is_much_larger_than_the_rest_changes_nothing_and_is_put_back(string name)
    {
        using var planted = new PlantedAffinity(220, 5, 64, 0.5, 8);
        using var plain = Scaled(planted.Affinity, 1e-10f);
        var expected = Cluster(name, plain);
        for (var i = 0; i < 220; i++) plain[i, i] = 1;
        Assert.Equal(expected, Cluster(name, plain));
        for (var i = 0; i < 220; i++) Assert.Equal(1, plain[i, i]);
    }

    private static int[] Cluster(string name, Matrix affinity) => Clusterers.Get(name)
        .Cluster(affinity.View, new ClustererOptions([5]) { Restarts = 4, Threads = 2 }, MatrixProducts.Default).Clusterings.Single().Labels;

    private static Matrix Scaled(Matrix source, float scale)
    {
        var scaled = new Matrix(source.Rows, source.Columns);
        for (var i = 0; i < source.Rows; i++)
            for (var j = 0; j < source.Columns; j++) scaled[i, j] = scale * source[i, j];
        return scaled;
    }
}
