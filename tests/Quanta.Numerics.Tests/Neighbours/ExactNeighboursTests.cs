using Quanta.Numerics.Matrices;
using Quanta.Numerics.Neighbours;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Tests.Neighbours;

public class ExactNeighboursTests
{
    private static readonly IMatrixProduct Product = MatrixProducts.Default;

    public static TheoryData<int, int, int, double> Grid
    {
        get
        {
            var grid = new TheoryData<int, int, int, double>();
            foreach (var (count, dimensions, width) in new[] { (2, 1, 1), (3, 5, 2), (17, 3, 4), (130, 40, 9), (130, 600, 129), (1100, 7, 5), (2100, 12, 3) })
                foreach (var scale in new[] { 1e-30, 1, 1e30 }) grid.Add(count, dimensions, width, scale);
            return grid;
        }
    }

    [Theory, MemberData(nameof(Grid))]
    public void Neighbours_are_those_of_the_definition_for_any_threads_and_memory(int count, int dimensions, int width, double scale)
    {
        using var vectors = new PlantedVectors(count, dimensions, 4, scale: scale);
        var expected = NeighbourDefinition.Of(vectors.Matrix, width);
        foreach (var (threads, memory) in new[] { (1, 1L << 30), (2, 0L), (16, 1L << 30), (1, 0L) })
        {
            var found = ExactNeighbours.Find(vectors.Rows, new(width) { Threads = threads, MemoryBytes = memory }, Product);
            found.Validate();
            Assert.Equal(expected.Indices, found.Indices);
            Assert.Equal(expected.Cosines, found.Cosines);
        }
    }

    [Fact]
    public void Vectors_of_zeros_have_no_neighbours_and_are_nobodys()
    {
        foreach (var memory in new[] { 0L, 1L << 30 })
        {
            using var vectors = new PlantedVectors(1500, 3, 2, zeros: 7);
            var found = ExactNeighbours.Find(vectors.Rows, new(1499) { Threads = 2, MemoryBytes = memory }, Product);
            found.Validate();
            Assert.Equal(Enumerable.Range(0, 1500).Where(i => i % 7 == 0), found.WithoutNeighbours());
            Assert.DoesNotContain(found.Indices, i => i >= 0 && i % 7 == 0);
            Assert.Equal(Enumerable.Range(0, 1500).Count(i => i % 7 != 0) - 1, found.CountOf(1));
        }
    }

    [Fact]
    public void Of_equal_neighbours_the_lowest_come_first_and_stay()
    {
        using var vectors = new Matrix(2500, 4);
        for (var i = 0; i < vectors.Rows; i++) vectors[i, i % 2] = MathF.ScaleB(1, i % 20);
        var found = ExactNeighbours.Find(new VectorsInMemory(vectors.View), new(3) { Threads = 2, MemoryBytes = 0 }, Product);
        Assert.Equal([2, 4, 6], found.NeighboursOf(0));
        Assert.Equal([1, 3, 5], found.NeighboursOf(2499));
        Assert.All(found.Cosines, cosine => Assert.Equal(1, cosine));
    }

    [Fact]
    public void Some_vectors_neighbours_are_those_that_all_have()
    {
        using var vectors = new PlantedVectors(1300, 20, 6, zeros: 11);
        var options = new NeighbourOptions(6) { Threads = 2 };
        var (all, some) = (ExactNeighbours.Find(vectors.Rows, options, Product), ExactNeighbours.FindOf(vectors.Rows, [0, 5, 700, 1299], options, Product));
        foreach (var (place, vector) in new[] { 0, 5, 700, 1299 }.Index())
        {
            Assert.Equal(all.NeighboursOf(vector), some.NeighboursOf(place));
            Assert.Equal(all.CosinesOf(vector), some.CosinesOf(place));
        }
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        using var vectors = new PlantedVectors(20, 3, 2);
        Assert.Contains("1 to 19", Assert.Throws<ArgumentException>(() => ExactNeighbours.Find(vectors.Rows, new(20), Product)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ExactNeighbours.Find(vectors.Rows, new(0), Product));
        vectors.Matrix[7, 1] = float.NaN;
        Assert.Contains("vector 7", Assert.Throws<ArgumentException>(() => ExactNeighbours.Find(vectors.Rows, new(3), Product)).Message, StringComparison.Ordinal);
        vectors.Matrix[7, 1] = float.PositiveInfinity;
        Assert.Throws<ArgumentException>(() => ExactNeighbours.Find(vectors.Rows, new(3), Product));
    }

    [Fact]
    public void A_search_can_be_stopped()
    {
        using var vectors = new PlantedVectors(50, 3, 2);
        Assert.Throws<OperationCanceledException>(() => ExactNeighbours.Find(vectors.Rows, new(3), Product, cancellation: new CancellationToken(canceled: true)));
    }
}

/// <summary>Neighbours as they are defined: each pair's cosine by a product of its own, and a sort.</summary>
internal static class NeighbourDefinition
{
    public static NeighbourGraph Of(Matrix vectors, int width)
    {
        using var unit = Unit(vectors);
        var cosines = new float[vectors.Rows, vectors.Rows];
        using var one = new Matrix(1, vectors.Rows);
        for (var i = 0; i < vectors.Rows; i++)
        {
            // The bits of a managed product do not depend on the batch.
            MatrixProducts.Default.Multiply(unit.Slice(i, 1), unit.View.Transposed, one.View);
            for (var j = 0; j < vectors.Rows; j++) cosines[i, j] = Math.Clamp(one[0, j], -1, 1);
            Expect.Near(Cosine(vectors, i, (i + 1) % vectors.Rows), cosines[i, (i + 1) % vectors.Rows], 2e-6, "float32 products of unit vectors");
        }
        int[] all = [.. Enumerable.Range(0, vectors.Rows)];
        var ordered = all.Select(i => all.Where(j => j != i).OrderByDescending(j => cosines[i, j]).ThenBy(j => j).Take(width).ToArray()).ToArray();
        return new(vectors.Rows, width, [.. ordered.SelectMany(row => row)], [.. ordered.Index().SelectMany(row => row.Item.Select(j => cosines[row.Index, j]))]);
    }

    /// <summary>The vectors divided by their norms.</summary>
    public static unsafe Matrix Unit(Matrix vectors)
    {
        var unit = new Matrix(vectors.Rows, vectors.Columns);
        for (var i = 0; i < vectors.Rows; i++)
        {
            vectors.Row(i).CopyTo(unit.Row(i));
            Norm.Normalise(unit.Data + i * unit.Stride, unit.Columns);
        }
        return unit;
    }

    private static double Cosine(Matrix vectors, int i, int j)
    {
        var (product, left, right) = (0.0, 0.0, 0.0);
        for (var c = 0; c < vectors.Columns; c++)
        {
            product += (double)vectors[i, c] * vectors[j, c];
            left += (double)vectors[i, c] * vectors[i, c];
            right += (double)vectors[j, c] * vectors[j, c];
        }
        return product / Math.Sqrt(left * right);
    }
}
