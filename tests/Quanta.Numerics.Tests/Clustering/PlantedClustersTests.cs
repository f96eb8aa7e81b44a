using Quanta.Numerics.Clustering;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;
using Quanta.Numerics.Statistics;

namespace Quanta.Numerics.Tests.Clustering;

public class PlantedClustersTests
{
    [Fact]
    public void Cosines_have_the_planted_strength_and_sizes_the_planted_exponent()
    {
        var options = new PlantedClustersOptions(1200, 30, 400, PlantedClustersOptions.NoiseForCosine(0.37))
        {
            Exponent = 1.08,
            Background = 0.06,
            Seed = 3,
        };
        using var planted = PlantedClusters.Create(options, MatrixProducts.Default);
        var quality = ClusterQuality.Measure(planted.Cosines.View, ClusterLabels.RankBySize(planted.Labels));
        Expect.Near(0.37, quality.WithinSimilarity, 0.01, "noise of 400 dimensions");
        Expect.Near(0.06 * 0.37, quality.BetweenSimilarity, 0.01, "centres share 0.06, noise takes its part; chance between centres");
        var weights = Enumerable.Range(1, 30).Sum(rank => Math.Pow(rank, -1.08));
        Expect.Near(1 / weights, planted.Labels.Count(label => label == 0) / 1200.0, 0.055, "four standard errors of a share of 0.27 in 1200 draws");
        Assert.True(IsSymmetricWithUnitDiagonal(planted.Cosines));
    }

    private static bool IsSymmetricWithUnitDiagonal(Matrix c) =>
        Enumerable.Range(0, c.Rows).All(i => Math.Abs(c[i, i] - 1) <= 1e-6 && Enumerable.Range(0, i).All(j => c[i, j] == c[j, i]));
}
