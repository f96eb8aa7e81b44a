using Quanta.Discovery.Clusters;
using Quanta.Formats.Numpy;
using Quanta.Numerics.Random;
using Quanta.Reporting.Report;

namespace Quanta.Reporting.Tests.Report;

public sealed class OrderedSimilarityTests
{
    private const double Rounding = 1e-12;
    private const string Reason = "sums of at most 1000 values near 1 in float64, in another order";

    [Theory]
    [InlineData(1, 4)]
    [InlineData(7, 7)]
    [InlineData(7, 3)]
    [InlineData(29, 8)]
    public void Block_means_are_those_of_the_reordered_matrix(int points, int mostBlocks)
    {
        var (matrix, clusters, read) = Read(points, mostBlocks);
        var order = Enumerable.Range(0, clusters.Count).SelectMany(rank => clusters.Members(rank)).ToArray();
        Assert.Equal(Math.Min(points, mostBlocks), read.Blocks);
        for (var a = 0; a < read.Blocks; a++)
            for (var b = 0; b < read.Blocks; b++)
                Expect.Near(Mean(InBlock(a), InBlock(b)), read.Means[a * read.Blocks + b], Rounding, Reason);

        List<int> InBlock(int block) => [.. Enumerable.Range(0, points).Where(place => place * read.Blocks / points == block).Select(place => order[place])];
        double Mean(List<int> rows, List<int> columns) => rows.Average(i => columns.Average(j => (double)matrix[i * points + j]));
    }

    [Fact]
    public void Similarity_within_a_cluster_is_the_mean_over_its_pairs()
    {
        const int points = 29;
        var (matrix, clusters, read) = Read(points, 5);
        for (var rank = 0; rank < clusters.Count; rank++)
        {
            var members = clusters.Members(rank);
            var pairs = members.SelectMany(i => members.Where(j => j != i).Select(j => (double)matrix[i * points + j])).ToList();
            if (pairs.Count == 0) Assert.True(double.IsNaN(read.WithinClusters[rank]));
            else Expect.Near(pairs.Average(), read.WithinClusters[rank], Rounding, Reason);
        }
    }

    [Fact]
    public void A_matrix_of_another_size_is_refused()
    {
        using var folder = new TemporaryFolder();
        Npy.Write<float>(folder.File("m.npy"), new float[9], 3, 3);
        var error = Assert.Throws<InvalidDataException>(() => OrderedSimilarity.Read(folder.File("m.npy"), new Clustering([0, 0]), 4, CancellationToken.None));
        Assert.Contains("2 × 2", error.Message, StringComparison.Ordinal);
    }

    private static (float[] Matrix, Clustering Clusters, OrderedSimilarity Read) Read(int points, int mostBlocks)
    {
        using var folder = new TemporaryFolder();
        var random = new Philox((ulong)points);
        var matrix = new float[points * points];
        for (var i = 0; i < matrix.Length; i++) matrix[i] = (float)random.NextGaussian();
        var clusters = new Clustering([.. Enumerable.Range(0, points).Select(i => i == 0 ? 9 : random.NextInt32(3))]);
        Npy.Write<float>(folder.File("m.npy"), matrix, points, points);
        return (matrix, clusters, OrderedSimilarity.Read(folder.File("m.npy"), clusters, mostBlocks, CancellationToken.None));
    }
}
