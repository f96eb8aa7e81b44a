using Quanta.Numerics.Neighbours;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Tests.Neighbours;

public class NeighbourGraphTests
{
    [Fact]
    public void A_symmetric_graph_joins_each_pair_of_which_one_is_the_others_neighbour()
    {
        using var vectors = new PlantedVectors(200, 10, 4, zeros: 9);
        var graph = ExactNeighbours.Find(vectors.Rows, new(5), MatrixProducts.Default);
        var symmetric = SymmetricGraph.Of(graph);
        for (var i = 0; i < 200; i++)
        {
            int[] expected = [.. Enumerable.Range(0, 200).Where(j => graph.NeighboursOf(i).Contains(j) || graph.NeighboursOf(j).Contains(i))];
            Assert.Equal(expected, symmetric.TargetsOf(i));
            foreach (var (place, j) in expected.Index())
            {
                var (from, to) = graph.NeighboursOf(i).Contains(j) ? (i, j) : (j, i);
                Assert.Equal(graph.CosinesOf(from)[graph.NeighboursOf(from).IndexOf(to)], symmetric.WeightsOf(i)[place]);
            }
        }
        var positive = symmetric.Weighted(cosine => cosine - 0.5f);
        Assert.Equal(symmetric.Weights.Where(weight => weight > 0.5f).Select(weight => weight - 0.5f), positive.Weights);
    }

    [Theory]
    [InlineData(new[] { 1, 0, 0, 1 }, new[] { 0.5f, 0.1f, 0.5f, 0.1f }, "names vector 0")]
    [InlineData(new[] { 1, 2, 0, 2, 7, 0 }, new[] { 0.5f, 0.1f, 0.5f, 0.1f, 0.2f, 0.1f }, "names vector 7 of 3")]
    [InlineData(new[] { 1, 2, 0, 2, 0, 1 }, new[] { 0.1f, 0.5f, 0.5f, 0.1f, 0.2f, 0.1f }, "greater than the one before")]
    [InlineData(new[] { 1, 2, 0, 2, 0, 1 }, new[] { 0.5f, 0.1f, float.NaN, 0.1f, 0.2f, 0.1f }, "is NaN")]
    [InlineData(new[] { 1, 1, 0, 2, 0, 1 }, new[] { 0.5f, 0.1f, 0.5f, 0.1f, 0.2f, 0.1f }, "named twice")]
    [InlineData(new[] { 1, 2, 0 }, new[] { 0.5f, 0.1f, 0.5f }, "3 vectors with 2 places has 6")]
    public void What_is_no_graph_is_refused(int[] indices, float[] cosines, string because)
    {
        var graph = new NeighbourGraph(indices.Length == 4 ? 2 : 3, 2, indices, cosines);
        Assert.Contains(because, Assert.Throws<ArgumentException>(graph.Validate).Message, StringComparison.Ordinal);
    }
}
