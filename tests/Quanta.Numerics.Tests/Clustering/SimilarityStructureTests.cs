using Quanta.Numerics.Clustering;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;
using Quanta.Numerics.Random;

namespace Quanta.Numerics.Tests.Clustering;

/// <summary>Equal rows, components and isolated points are told from the matrix alone.</summary>
public class SimilarityStructureTests
{
    [Fact]
    public void Rows_that_are_all_equal_are_one()
    {
        using var ones = Matrix(100, (_, _) => 1);
        var structure = SimilarityStructure.Of(ones.View, 1);
        Assert.Equal((1, 1, 0), (structure.DistinctRows, structure.Components, structure.IsolatedPoints));
        Assert.All(structure.SameAs, first => Assert.Equal(0, first));
    }

    [Fact]
    public void Three_blocks_and_five_isolated_points_are_eight_components()
    {
        using var blocks = Matrix(65, (i, j) => i == j ? 1 : Block(i) >= 0 && Block(i) == Block(j) ? 0.9f : 0);
        foreach (double? unit in new double?[] { null, 1 })
        {
            var structure = SimilarityStructure.Of(blocks.View, unit);
            Assert.Equal((65, 8, 5), (structure.DistinctRows, structure.Components, structure.IsolatedPoints));
            Assert.Equal(Enumerable.Range(0, 65).Select(i => i >= 60), structure.IsIsolated);
        }

        static int Block(int i) => i < 20 ? 0 : i < 50 ? 1 : i < 60 ? 2 : -1;
    }

    [Fact]
    public void Noise_of_float32_joins_no_points_and_keeps_equal_rows_equal()
    {
        var random = new Philox(3);
        // Points 0 to 39 are copies of 20, the rest is alike in pairs, and the last three are alone.
        using var cosines = Matrix(83, (i, j) => (i == j ? 1 : Kind(i) == Kind(j) ? i < 40 ? 1 : 0.5f : 0) + 1e-7f * random.NextSingle());
        var structure = SimilarityStructure.Of(cosines.View, 1, threads: 2);
        Assert.Equal((20 + 40 + 3, 20 + 20 + 3, 3), (structure.DistinctRows, structure.Components, structure.IsolatedPoints));
        for (var i = 0; i < 40; i++) Assert.Equal(i / 2 * 2, structure.SameAs[i]);

        static int Kind(int i) => i < 80 ? i / 2 : i;
    }

    [Fact]
    public void Points_of_different_directions_are_distinct_and_joined()
    {
        using var planted = PlantedClusters.Create(new PlantedClustersOptions(300, 10, 64, 1), MatrixProducts.Default);
        var structure = SimilarityStructure.Of(planted.Cosines.View, 1, threads: 3);
        Assert.Equal((300, 1, 0), (structure.DistinctRows, structure.Components, structure.IsolatedPoints));
    }

    [Fact]
    public void The_scale_of_an_affinity_does_not_matter_without_a_unit()
    {
        foreach (var scale in new[] { 1e-30f, 1, 1e30f })
        {
            using var chain = Matrix(30, (i, j) => i / 10 == j / 10 && Math.Abs(i - j) == 1 ? scale : i == j ? 2 : 0);
            var structure = SimilarityStructure.Of(chain.View);
            Assert.Equal((30, 3, 0), (structure.DistinctRows, structure.Components, structure.IsolatedPoints));
        }
        using var one = Matrix(1, (_, _) => 1);
        Assert.Equal(1, SimilarityStructure.Of(one.View).Components);
    }

    private static Matrix Matrix(int n, Func<int, int, float> element)
    {
        var matrix = new Matrix(n, n);
        for (var i = 0; i < n; i++)
            for (var j = 0; j <= i; j++) matrix[i, j] = matrix[j, i] = element(i, j);
        return matrix;
    }
}
