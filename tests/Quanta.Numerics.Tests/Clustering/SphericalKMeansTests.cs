using Quanta.Numerics.Clustering.Spherical;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Neighbours;
using Quanta.Numerics.Products;
using Quanta.Numerics.Statistics;
using Quanta.Numerics.Tests.Neighbours;

namespace Quanta.Numerics.Tests.Clustering;

public class SphericalKMeansTests
{
    private static readonly IMatrixProduct Product = MatrixProducts.Default;

    public static TheoryData<int, int, int, double, double> Grid
    {
        get
        {
            var grid = new TheoryData<int, int, int, double, double>();
            foreach (var (count, dimensions, clusters, noise) in new[] { (1, 1, 1, 0.5), (7, 3, 7, 1.0), (60, 2, 5, 1.0), (700, 20, 12, 0.5), (1500, 40, 200, 1.0), (1200, 600, 90, 2.0), (900, 8, 300, 3.0) })
                foreach (var scale in new[] { 1e-30, 1, 1e30 }) grid.Add(count, dimensions, clusters, noise, scale);
            return grid;
        }
    }

    [Theory, MemberData(nameof(Grid))]
    public void Every_round_is_that_of_plain_iteration_for_any_threads(int count, int dimensions, int clusters, double noise, double scale)
    {
        using var vectors = new PlantedVectors(count, dimensions, Math.Max(1, clusters / 3), noise, scale);
        var options = new SphericalKMeansOptions(clusters) { Tolerance = 0, MaxRounds = 40, Seed = 3 };
        var (labels, inertias) = PlainIteration(vectors.Matrix, options);
        foreach (var threads in new[] { 1, 2, 16 })
        {
            var found = SphericalKMeans.Cluster(vectors.Rows, options with { Threads = threads }, Product);
            Assert.Equal(labels, found.Labels);
            Assert.Equal(inertias, found.Rounds.Select(round => round.Inertia));
        }
    }

    [Fact]
    public void Bounds_spare_most_of_the_products_once_clusters_have_formed()
    {
        using var vectors = new PlantedVectors(4000, 50, 150, noise: 0.6);
        var found = SphericalKMeans.Cluster(vectors.Rows, new(200) { Tolerance = 0, Threads = 2 }, Product);
        Assert.Equal(SphericalStatus.Converged, found.Status);
        Assert.Equal(4000 * 200L, found.Rounds[0].Products);
        Assert.True(found.Rounds[^1].Products < 4000 * 200L / 4, string.Join(", ", found.Rounds));
        for (var i = 1; i < found.Rounds.Count; i++) Assert.True(found.Rounds[i].Inertia <= found.Rounds[i - 1].Inertia * (1 + 1e-6), "float32 cosines");
    }

    [Fact]
    public void Planted_directions_are_found()
    {
        using var vectors = new PlantedVectors(1100, 60, 10, noise: 0.5);
        var found = SphericalKMeans.Cluster(vectors.Rows, new(30) { Tolerance = 0 }, Product);
        int[] clear = [.. Enumerable.Range(0, 1100).Where(i => vectors.Labels[i] < 10)];
        var homogeneous = clear.GroupBy(i => found.Labels[i]).Sum(cluster => cluster.GroupBy(i => vectors.Labels[i]).Max(same => same.Count()));
        Assert.True(homogeneous > 0.98 * clear.Length, $"{homogeneous} of {clear.Length}");
    }

    [Fact]
    public void Vectors_of_zeros_belong_to_no_cluster()
    {
        using var vectors = new PlantedVectors(2100, 6, 4, zeros: 3);
        var found = SphericalKMeans.Cluster(vectors.Rows, new(5), Product);
        Assert.Equal(Enumerable.Range(0, 2100).Select(i => i % 3 == 0), found.Labels.Select(label => label == SphericalKMeansResult.None));
        Assert.Contains("1400", Assert.Throws<ArgumentException>(() => SphericalKMeans.Cluster(vectors.Rows, new(1401), Product)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Vectors_that_are_alike_end_in_one_cluster()
    {
        using var vectors = new Matrix(90, 3);
        for (var i = 0; i < 90; i++) vectors[i, i % 2] = 1;
        var found = SphericalKMeans.Cluster(new VectorsInMemory(vectors.View), new(6) { Tolerance = 0, MaxRounds = 20 }, Product);
        Assert.Equal(1, ClusterAgreement.AdjustedRandIndex([.. Enumerable.Range(0, 90).Select(i => i % 2)], found.Labels), 12);
        Expect.Near(0, found.Inertia, 1e-12, "each vector is its centre");
    }

    [Fact]
    public void What_makes_no_sense_is_refused_and_a_search_can_be_stopped()
    {
        using var vectors = new PlantedVectors(20, 3, 2);
        Assert.Throws<ArgumentException>(() => SphericalKMeans.Cluster(vectors.Rows, new(0), Product));
        Assert.Throws<ArgumentException>(() => SphericalKMeans.Cluster(vectors.Rows, new(2) { Tolerance = double.NaN }, Product));
        Assert.Throws<ArgumentException>(() => SphericalKMeans.Cluster(vectors.Rows, new(2) { MaxRounds = 0 }, Product));
        Assert.Throws<OperationCanceledException>(() => SphericalKMeans.Cluster(vectors.Rows, new(2), Product, cancellation: new(canceled: true)));
        vectors.Matrix[7, 1] = float.NaN;
        Assert.Throws<ArgumentException>(() => SphericalKMeans.Cluster(vectors.Rows, new(2), Product));
    }

    /// <summary>Lloyd's iteration with all products in each round, from the same start.</summary>
    private static (int[] Labels, List<double> Inertias) PlainIteration(Matrix vectors, SphericalKMeansOptions options)
    {
        using var points = NeighbourDefinition.Unit(vectors);
        using var start = SphericalStart.Draw(points.View, options, Product, default);
        using var centres = new SphericalCentres(points.View, start.Centres);
        using var cosines = new Matrix(points.Rows, options.Clusters);
        var (labels, inertias) = (Enumerable.Repeat(-1, points.Rows).ToArray(), new List<double>());
        for (var round = 1; ; round++)
        {
            Product.Multiply(points.View, centres.View.Transposed, cosines.View);
            int[] nearest = [.. Enumerable.Range(0, points.Rows).Select(i => Enumerable.Range(0, options.Clusters).MaxBy(c => cosines[i, c]))];
            float[] own = [.. nearest.Select((c, i) => cosines[i, c])];
            inertias.Add(own.Sum(cosine => 2 - 2.0 * cosine));
            var isSame = nearest.SequenceEqual(labels);
            labels = nearest;
            var isWithin = round > 1 && !centres.HasFilled && inertias[^2] - inertias[^1] <= 0;
            if (isSame || isWithin || round == options.MaxRounds) return (labels, inertias);
            centres.MoveTo(labels, own, threads: 1);
        }
    }
}
