using Quanta.Numerics.Clustering;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Random;

namespace Quanta.Numerics.Tests.Clustering;

public class KMeansTests
{
    public static TheoryData<KMeansAlgorithm> Algorithms => [.. Enum.GetValues<KMeansAlgorithm>()];

    [Theory, MemberData(nameof(Algorithms))]
    public void Every_algorithm_gives_the_labels_of_the_plain_one(KMeansAlgorithm algorithm)
    {
        var shapes = new[] { (1, 1, 1, 1.0), (5, 3, 5, 1), (40, 2, 3, 0.1), (203, 7, 11, 0.5), (300, 1, 4, 1), (151, 33, 40, 1), (270, 20, 2, 0.3) };
        foreach (var (n, d, k, spread) in shapes)
        {
            using var points = Blobs(n, d, k, spread);
            var options = new KMeansOptions(k) { Restarts = 3, Seed = 11 };
            var plain = Cluster(points, options with { Algorithm = KMeansAlgorithm.Plain });
            var fast = Cluster(points, options with { Algorithm = algorithm });
            Assert.Equal(plain.Labels, fast.Labels);
            Assert.Equal((plain.Start, plain.Iterations, plain.Status), (fast.Start, fast.Iterations, fast.Status));
            Expect.Near(plain.Inertia, fast.Inertia, 1e-9 * (1 + plain.Inertia), "the same labels, summed in float64");
        }
    }

    [Fact]
    public void Inertia_is_the_sum_of_squared_distances_to_the_means_and_every_point_is_nearest_to_its_own()
    {
        using var points = Blobs(150, 4, 6, 0.4);
        var result = Cluster(points, new KMeansOptions(6) { Tolerance = 0 });
        Assert.Equal(KMeansStatus.Converged, result.Status);
        var means = Enumerable.Range(0, 6).Select(c => Mean(points, result.Labels, c)).ToArray();
        double Distance(int i, int c) => Enumerable.Range(0, 4).Sum(j => Math.Pow(points[i, j] - means[c][j], 2));
        var inertia = Enumerable.Range(0, 150).Sum(i => Distance(i, result.Labels[i]));
        Expect.Near(inertia, result.Inertia, 1e-4 * inertia, "centred coordinates are rounded to float32");
        for (var i = 0; i < 150; i++)
            for (var c = 0; c < 6; c++)
                Assert.True(Distance(i, result.Labels[i]) <= Distance(i, c) + 1e-5, $"point {i} is nearer to {c} than to {result.Labels[i]}");
    }

    [Fact]
    public void Separated_blobs_are_found()
    {
        using var points = Blobs(400, 5, 8, 0.02);
        var labels = ClusterLabels.RankBySize(Cluster(points, new KMeansOptions(8)).Labels);
        Assert.Equal(ClusterLabels.RankBySize([.. Enumerable.Range(0, 400).Select(i => i % 8)]), labels);
    }

    [Fact]
    public void Inertia_does_not_rise_with_more_clusters_or_more_starts()
    {
        using var points = Blobs(120, 3, 5, 1);
        double Inertia(int k, int starts) => Cluster(points, new KMeansOptions(k) { Restarts = starts }).Inertia;
        Assert.True(Inertia(6, 20) <= Inertia(5, 20) && Inertia(5, 20) <= Inertia(4, 20));
        Assert.True(Inertia(5, 20) <= Inertia(5, 5) && Inertia(5, 5) <= Inertia(5, 1));
        Expect.Near(0, Inertia(120, 1), 1e-12, "every point is its own centre");
    }

    [Theory]
    [InlineData(10f, 0f)]
    [InlineData(1f, 100f)]
    [InlineData(1e-3f, 0f)]
    public void Labels_do_not_depend_on_scale_or_origin(float scale, float shift)
    {
        using var points = Blobs(200, 3, 4, 0.1);
        using var moved = new Matrix(200, 3);
        for (var i = 0; i < 200; i++)
            for (var j = 0; j < 3; j++) moved[i, j] = scale * points[i, j] + shift;
        Assert.Equal(ClusterLabels.RankBySize(Cluster(points, new KMeansOptions(4)).Labels),
            ClusterLabels.RankBySize(Cluster(moved, new KMeansOptions(4)).Labels));
    }

    [Theory, MemberData(nameof(Algorithms))]
    public void The_result_does_not_depend_on_the_number_of_threads(KMeansAlgorithm algorithm)
    {
        using var points = Blobs(180, 24, 20, 1);
        var options = new KMeansOptions(20) { Restarts = 5, Algorithm = algorithm };
        var runs = new[] { 1, 2, 3 }.Select(threads => Cluster(points, options with { Threads = threads })).ToArray();
        foreach (var run in runs)
        {
            Assert.Equal(runs[0].Labels, run.Labels);
            Assert.Equal((runs[0].Inertia, runs[0].Start), (run.Inertia, run.Start));
        }
    }

    [Theory, MemberData(nameof(Algorithms))]
    public void Points_that_coincide_are_no_trouble(KMeansAlgorithm algorithm)
    {
        using var points = new Matrix(12, 2);
        for (var i = 6; i < 12; i++) points[i, 0] = 1;
        var result = Cluster(points, new KMeansOptions(5) { Algorithm = algorithm, Restarts = 2 });
        Expect.Near(0, result.Inertia, 1e-12, "two places, more centres than places");
        Assert.Equal(2, result.Labels.Distinct().Count());
    }

    [Fact]
    public void Without_memory_for_pairs_the_labels_are_the_same()
    {
        using var points = Blobs(150, 30, 25, 1);
        var options = new KMeansOptions(25) { Restarts = 2 };
        Assert.Equal(Cluster(points, options).Labels, Cluster(points, options with { MemoryBytes = 0 }).Labels);
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        using var points = Blobs(4, 2, 2, 1);
        Assert.Contains(
            "4 points can form 1 to 4 clusters, but 5",
            Assert.Throws<ArgumentException>(() => Cluster(points, new KMeansOptions(5))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "at least one start",
            Assert.Throws<ArgumentException>(() => Cluster(points, new KMeansOptions(2) { Restarts = 0 })).Message,
            StringComparison.Ordinal);
        points[3, 1] = float.NaN;
        Assert.Contains(
            "coordinate 1 of point 3 is NaN",
            Assert.Throws<ArgumentException>(() => Cluster(points, new KMeansOptions(2))).Message,
            StringComparison.Ordinal);
    }

    private static KMeansResult Cluster(Matrix points, KMeansOptions options) => KMeans.Cluster(points.View, options);

    /// <summary>Point i belongs to blob i mod k.</summary>
    private static Matrix Blobs(int n, int d, int k, double spread)
    {
        var random = new Philox(21, (ulong)(n + d));
        var centres = Enumerable.Range(0, k * d).Select(_ => random.NextGaussian()).ToArray();
        var points = new Matrix(n, d);
        for (var i = 0; i < n; i++)
            for (var j = 0; j < d; j++) points[i, j] = (float)(centres[i % k * d + j] + spread * random.NextGaussian());
        return points;
    }

    private static double[] Mean(Matrix points, int[] labels, int cluster)
    {
        var members = Enumerable.Range(0, labels.Length).Where(i => labels[i] == cluster).ToArray();
        return [.. Enumerable.Range(0, points.Columns).Select(j => members.Average(i => (double)points[i, j]))];
    }
}
