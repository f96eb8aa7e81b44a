using Quanta.Numerics.Clustering;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;
using Quanta.Numerics.Statistics;
using Quanta.Numerics.Tests.Neighbours;

namespace Quanta.Numerics.Tests.Statistics;

public class VectorSimilarityTests
{
    [Theory, InlineData(1e-30), InlineData(1.0), InlineData(1e30)]
    public void Vectors_give_the_mean_cosines_that_their_matrix_gives(double scale)
    {
        using var vectors = new PlantedVectors(300, 20, 6, scale: scale, zeros: 40);
        using var unit = NeighbourDefinition.Unit(vectors.Matrix);
        using var cosines = new Matrix(300, 300);
        MatrixProducts.Default.MultiplyByOwnTranspose(unit.View, cosines.View);
        var labels = ClusterLabels.RankBySize(vectors.Labels);
        var expected = ClusterQuality.Measure(cosines.View, labels, threads: 1, CancellationToken.None);
        foreach (var threads in new[] { 1, 2, 16 })
        {
            var found = VectorSimilarity.Measure(vectors.Rows, labels, threads);
            Expect.Near(expected.WithinSimilarity, found.Within, 1e-6, "float32 cosines in the matrix");
            Expect.Near(expected.BetweenSimilarity, found.Between, 1e-6, "float32 cosines in the matrix");
            Assert.Equal(VectorSimilarity.Measure(vectors.Rows, labels), found);
        }
        Expect.Near((cosines[1, 8] + cosines[1, 15] + cosines[8, 15]) / 3, VectorSimilarity.MeanCosine(vectors.Rows, [1, 8, 15]), 1e-6, "float32 cosines in the matrix");
        Assert.True(double.IsNaN(VectorSimilarity.MeanCosine(vectors.Rows, [1])), "there are no pairs");
    }
}
