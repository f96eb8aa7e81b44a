using Quanta.Numerics.Clustering;
using Quanta.Numerics.Eigenvectors;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;
using Quanta.Numerics.Random;
using Quanta.Numerics.Statistics;

namespace Quanta.Numerics.Tests.Clustering;

public class SpectralEmbeddingTests
{
    [Fact]
    public void The_embedding_equals_that_of_scikit_learn()
    {
        var reference = References.Section("spectral").First();
        using var planted = reference.Planted();
        Assert.Equal(reference.Integers("labels"), planted.Labels);
        using var embedding = SpectralEmbedding.Compute(planted.Affinity.View, new SpectralEmbeddingOptions(reference.Integer("count")),
            new NaiveProduct());
        var column = 0;
        foreach (var expected in reference.GetProperty("embedding").EnumerateArray()
            .Select(values => values.EnumerateArray().Select(value => value.GetDouble()).ToArray()))
        {
            for (var i = 0; i < expected.Length; i++)
                Expect.Near(expected[i], embedding.Vectors[i, column], 1e-6, "float32 storage of affinities and coordinates near 0.1");
            column++;
        }
    }

    [Fact]
    public void Spectral_clustering_finds_as_much_as_scikit_learn()
    {
        foreach (var reference in References.Section("spectral"))
        {
            using var planted = reference.Planted();
            var count = reference.Integer("count");
            using var embedding = SpectralEmbedding.Compute(planted.Affinity.View, new SpectralEmbeddingOptions(count) { Threads = 2 },
                MatrixProducts.Default);
            var found = Enumerable.Range(0, 5)
                .Select(seed => KMeans.Cluster(embedding.Vectors.View, new KMeansOptions(count) { Seed = (ulong)seed, Threads = 2 }).Labels).ToArray();
            Expect.Near(reference.Number("ari"), found.Average(labels => ClusterAgreement.AdjustedRandIndex(planted.Labels, labels)), 0.02,
                "luck of k-means, mean of five seeds");
            Expect.Near(reference.Number("nmi"), found.Average(labels => ClusterAgreement.NormalizedMutualInformation(planted.Labels, labels)), 0.01,
                "luck of k-means, mean of five seeds");
        }
    }

    [Fact]
    public void The_first_columns_are_the_embedding_in_fewer_dimensions()
    {
        using var planted = new PlantedAffinity(150, 8, 32, 1, 3);
        using SpectralEmbeddingResult many = Embed(planted.Affinity, 12), few = Embed(planted.Affinity, 5);
        for (var i = 0; i < 150; i++) Expect.AllNear(few.Vectors.Row(i), many.Vectors.Row(i)[..5], 1e-7, "coordinates near 0.1 in float32");
    }

    [Fact]
    public void The_first_eigenvalue_is_one_and_its_column_constant()
    {
        using var planted = new PlantedAffinity(80, 5, 16, 1, 4);
        using var embedding = Embed(planted.Affinity, 3);
        Expect.Near(1, embedding.Eigenvalues[0], 1e-12, "D^1/2 1 is the eigenvector of 1");
        for (var i = 0; i < 80; i++) Expect.Near(embedding.Vectors[0, 0], embedding.Vectors[i, 0], 1e-7, "v / sqrt(d) is constant");
    }

    [Fact]
    public void Scaling_changes_nothing_but_the_scale_and_permuting_permutes()
    {
        using var planted = new PlantedAffinity(70, 5, 16, 0.8, 5);
        var order = Enumerable.Range(0, 70).ToArray();
        new Philox(1).Shuffle<int>(order);
        using var changed = new Matrix(70, 70);
        for (var i = 0; i < 70; i++)
            for (var j = 0; j < 70; j++) changed[i, j] = 4 * planted.Affinity[order[i], order[j]];
        using SpectralEmbeddingResult plain = Embed(planted.Affinity, 4), other = Embed(changed, 4);
        for (var i = 0; i < 70; i++)
            for (var j = 0; j < 4; j++)
                Expect.Near(plain.Vectors[order[i], j], 2 * other.Vectors[i, j], 1e-6, "1 / sqrt(d) halves when A grows fourfold");
    }

    [Fact]
    public void Points_without_neighbours_have_eigenvalue_zero()
    {
        using var affinity = new Matrix(4, 4);
        affinity[0, 1] = affinity[1, 0] = 3;
        affinity[2, 2] = 5;
        using var embedding = Embed(affinity, 4);
        double[] expected = [1, 0, 0, -1];
        for (var k = 0; k < 4; k++) Expect.Near(expected[k], embedding.Eigenvalues[k], 1e-12, "a pair, and two isolated points");
        for (var i = 0; i < 4; i++) Expect.Near(i < 2 ? 1 / Math.Sqrt(6) : 0, embedding.Vectors[i, 0], 1e-7, "1/sqrt(2) over sqrt(d) = sqrt(3)");
    }

    [Fact]
    public void The_iterative_solver_gives_the_same_bits_for_any_number_of_threads()
    {
        using var planted = new PlantedAffinity(1100, 10, 16, 0.8, 6);
        using SpectralEmbeddingResult one = Embed(planted.Affinity, 5, threads: 1), three = Embed(planted.Affinity, 5, threads: 3);
        Assert.Equal(EigenvectorStatus.Converged, one.Status);
        for (var i = 0; i < 1100; i++) Assert.True(one.Vectors.Row(i).SequenceEqual(three.Vectors.Row(i)), $"row {i} differs");
    }

    [Theory]
    [InlineData(2, 1, -0.5f, "element (2, 1) is -0.5")]
    [InlineData(0, 3, float.NaN, "element (0, 3) is NaN")]
    [InlineData(1, 1, float.PositiveInfinity, "element (1, 1)")]
    [InlineData(3, 0, 0.7f, "element (3, 0) is 0.7 and element (0, 3) is 0")]
    public void Affinities_that_are_none_are_refused_by_name(int row, int column, float value, string expected)
    {
        using var affinity = new Matrix(4, 4);
        affinity[row, column] = value;
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => Embed(affinity, 2)).Message, StringComparison.Ordinal);
    }

    private static SpectralEmbeddingResult Embed(Matrix affinity, int dimensions, int threads = 1) =>
        SpectralEmbedding.Compute(affinity.View, new SpectralEmbeddingOptions(dimensions) { Threads = threads }, MatrixProducts.Default);
}
