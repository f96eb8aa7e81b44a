using Quanta.Numerics.Matrices;
using Quanta.Numerics.Neighbours;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Tests.Neighbours;

public class PartitionedNeighboursTests
{
    private static readonly IMatrixProduct Product = MatrixProducts.Default;

    [Theory, InlineData(2, 3, 1), InlineData(60, 8, 59), InlineData(300, 20, 7)]
    public void One_cell_of_all_vectors_gives_the_exact_neighbours(int count, int dimensions, int width)
    {
        using var vectors = new PlantedVectors(count, dimensions, 3, zeros: 13);
        var exact = ExactNeighbours.Find(vectors.Rows, new(width), Product);
        foreach (var rounds in new[] { 0, 2 })
        {
            var found = PartitionedNeighbours.Find(vectors.Rows, new(width) { CellSize = count, Partitions = 2, Rounds = rounds }, Product);
            Assert.Equal(exact.Indices, found.Indices);
            Assert.Equal(exact.Cosines, found.Cosines);
        }
    }

    [Fact]
    public void Small_cells_and_rounds_find_nearly_all_neighbours()
    {
        using var vectors = new PlantedVectors(6000, 48, 40, noise: 1);
        NeighbourRecall Recall(int partitions, int rounds)
        {
            var options = new PartitionOptions(10) { CellSize = 200, Partitions = partitions, Rounds = rounds, Threads = 2 };
            var found = PartitionedNeighbours.Find(vectors.Rows, options, Product);
            found.Validate();
            return NeighbourRecall.Measure(found, vectors.Rows, 300, seed: 5, Product, threads: 2);
        }
        var (once, more, followed) = (Recall(1, 0), Recall(4, 0), Recall(4, 2));
        Assert.True(once.Mean < more.Mean && more.Mean < followed.Mean, $"{once} {more} {followed}");
        Assert.True(followed.Mean > 0.9 && followed.OfClear > 0.95, $"{followed}");
    }

    [Theory, InlineData(1e-30), InlineData(1.0), InlineData(1e30)]
    public void Neither_threads_nor_scale_change_a_graph_and_the_seed_does(double scale)
    {
        using var vectors = new PlantedVectors(2500, 24, 30, noise: 1.5, scale: Math.ScaleB(1, Math.ILogB(scale)));
        using var plain = new PlantedVectors(2500, 24, 30, noise: 1.5);
        var options = new PartitionOptions(8) { CellSize = 100, Partitions = 2, Rounds = 1 };
        var expected = PartitionedNeighbours.Find(plain.Rows, options, Product);
        foreach (var threads in new[] { 1, 2, 16 })
        {
            var found = PartitionedNeighbours.Find(vectors.Rows, options with { Threads = threads }, Product);
            Assert.Equal(expected.Indices, found.Indices);
        }
        Assert.NotEqual(expected.Indices, PartitionedNeighbours.Find(plain.Rows, options with { Seed = 1 }, Product).Indices);
    }

    [Fact]
    public void Vectors_that_are_alike_are_cut_by_their_numbers()
    {
        using var vectors = new Matrix(700, 2);
        for (var i = 0; i < vectors.Rows; i++) vectors[i, 0] = 1;
        var found = PartitionedNeighbours.Find(new VectorsInMemory(vectors.View), new(3) { CellSize = 64, Threads = 2 }, Product);
        found.Validate();
        Assert.All(found.Cosines, cosine => Assert.Equal(1, cosine));
        Assert.Equal(1, NeighbourRecall.Measure(found, new VectorsInMemory(vectors.View), 100, 0, Product).Mean);
    }

    [Fact]
    public void Cells_hold_each_vector_once_and_no_more_than_they_may()
    {
        using var vectors = new PlantedVectors(3000, 16, 12);
        foreach (var largest in new[] { 2, 50, 512, 4000 })
        {
            var cells = PivotTree.Cells(new UnitRows(vectors.Rows), largest, new(3), Product, threads: 2, default);
            Assert.Equal(Enumerable.Range(0, 3000), cells.SelectMany(cell => cell).Order());
            Assert.All(cells, cell => Assert.True(cell.Length <= largest && cell.SequenceEqual(cell.Order())));
        }
    }

    [Fact]
    public void The_recall_of_the_exact_graph_is_1_and_of_half_of_it_a_half()
    {
        using var vectors = new PlantedVectors(400, 16, 5, zeros: 50);
        var exact = ExactNeighbours.Find(vectors.Rows, new(8), Product);
        Assert.Equal(new NeighbourRecall(400, 1, 1, 1, 1), NeighbourRecall.Measure(exact, vectors.Rows, 1000, 0, Product));
        var half = exact with { Indices = [.. exact.Indices.Select((index, place) => place % 8 < 4 ? index : NeighbourGraph.None)] };
        Assert.Equal(new NeighbourRecall(400, 0.5, 0.5, 0.5, 1), NeighbourRecall.Measure(half, vectors.Rows, 1000, 0, Product));
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        using var vectors = new PlantedVectors(20, 3, 2);
        Assert.Throws<ArgumentException>(() => PartitionedNeighbours.Find(vectors.Rows, new(3) { Partitions = 0 }, Product));
        Assert.Throws<ArgumentException>(() => PartitionedNeighbours.Find(vectors.Rows, new(3) { CellSize = 1 }, Product));
        Assert.Throws<ArgumentException>(() => PartitionedNeighbours.Find(vectors.Rows, new(3) { Rounds = -1 }, Product));
        vectors.Matrix[7, 1] = float.NaN;
        Assert.Throws<ArgumentException>(() => PartitionedNeighbours.Find(vectors.Rows, new(3), Product));
    }
}
