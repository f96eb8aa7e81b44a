using Quanta.Numerics.Clustering;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Random;
using Quanta.Numerics.Statistics;

namespace Quanta.Numerics.Tests.Clustering;

/// <summary>k-means at any scale, far from the origin, and on groups far apart: every way gives the labels that plain float64 distances give.</summary>
public class KMeansScaleTests
{
    public static TheoryData<KMeansAlgorithm> Algorithms => [.. Enum.GetValues<KMeansAlgorithm>()];

    [Theory, MemberData(nameof(Algorithms))]
    public void Every_way_gives_the_labels_of_plain_distances_at_any_scale_and_offset(KMeansAlgorithm algorithm)
    {
        foreach (var (n, d, k) in new[] { (230, 2, 7), (260, 24, 30) })
            foreach (var scale in new[] { 1e-30, 1e-12, 1, 1e12, 1e30 })
                foreach (var offset in new[] { 0, 1e3, 1e6 })
                {
                    using var points = Points(n, d, (i, j, noise) => scale * (offset + i * (j + 1) % k % 5 + 0.4 * noise));
                    AssertPlain(points, k, algorithm, [1, 2, 16], $"{n} x {d}, {scale}, {offset}");
                }
    }

    [Theory, MemberData(nameof(Algorithms))]
    public void Groups_far_apart_are_clustered_as_if_they_were_alone(KMeansAlgorithm algorithm)
    {
        foreach (var distance in new[] { 1e3, 1e5, 1e6 })
        {
            // Two groups, each of four blobs in a square; the clusters are the blobs.
            using var points = Points(320, 3, (i, j, noise) => (i % 2 * distance) + (j == 0 ? i / 2 % 2 * 8 : j == 1 ? i / 4 % 2 * 8 : 0) + 0.3 * noise);
            var found = AssertPlain(points, 8, algorithm, [1, 2], $"groups {distance} apart");
            int[] blobs = [.. Enumerable.Range(0, 320).Select(i => i % 8)];
            Assert.Equal(1.0, ClusterAgreement.AdjustedRandIndex(blobs, found), 12);
        }
    }

    [Theory, MemberData(nameof(Algorithms))]
    public void Ties_and_coinciding_points_go_where_plain_distances_send_them(KMeansAlgorithm algorithm)
    {
        using var grid = Points(225, 2, (i, j, _) => j == 0 ? i % 15 : i / 15);
        AssertPlain(grid, 16, algorithm, [1, 2], "a grid");
        using var few = Points(240, 40, (i, j, _) => (i * (j + 3) + (i % 6 * j)) % 2);
        AssertPlain(few, 9, algorithm, [1, 2], "corners of a cube");
        using var tiny = Points(220, 5, (i, _, noise) => i % 3 == 0 ? 1 + 1e-5 * noise : 1e-22 * noise);
        AssertPlain(tiny, 6, algorithm, [1, 2], "a group whose squares underflow");
    }

    [Theory, MemberData(nameof(Algorithms))]
    public void Points_of_a_larger_problem_have_the_plain_labels(KMeansAlgorithm algorithm)
    {
        using var points = Points(1200, 48, (i, j, noise) => Math.Sin(i % 37 * (j + 1)) + 0.7 * noise);
        AssertPlain(points, 40, algorithm, [2], "1,200 points, 40 clusters");
    }

    [Fact]
    public void Every_point_is_nearest_to_the_mean_of_its_cluster_by_the_coordinates_that_were_given()
    {
        using var points = Points(400, 6, (i, j, noise) => 1e6 * (j + 1) + Math.Cos(i % 11 * (j + 2)) + 0.3 * noise);
        var result = KMeans.Cluster(points.View, new KMeansOptions(11) { Restarts = 3, Tolerance = 0 });
        double Mean(int c, int j) => Enumerable.Range(0, 400).Where(i => result.Labels[i] == c).Average(i => (double)points[i, j]);
        var means = Enumerable.Range(0, 11).Select(c => Enumerable.Range(0, 6).Select(j => Mean(c, j)).ToArray()).ToArray();
        double Distance(int i, int c) => Enumerable.Range(0, 6).Sum(j => Math.Pow(points[i, j] - means[c][j], 2));
        for (var i = 0; i < 400; i++)
            for (var c = 0; c < 11; c++)
                Assert.True(Distance(i, result.Labels[i]) <= Distance(i, c) * (1 + 1e-6), $"point {i} is nearer to {c} than to {result.Labels[i]}");
        var inertia = Enumerable.Range(0, 400).Sum(i => Distance(i, result.Labels[i]));
        Expect.Near(inertia, result.Inertia, 1e-6 * inertia, "means of float64 sums near 1e6");
    }

    private static int[] AssertPlain(Matrix points, int k, KMeansAlgorithm algorithm, int[] threads, string what)
    {
        var options = new KMeansOptions(k) { Restarts = 2, Seed = 3, Threads = 2 };
        var plain = KMeans.Cluster(points.View, options with { Algorithm = KMeansAlgorithm.Plain });
        foreach (var count in threads)
        {
            var found = KMeans.Cluster(points.View, options with { Algorithm = algorithm, Threads = count });
            Assert.True(plain.Labels.SequenceEqual(found.Labels), $"{what}, {count} threads: {algorithm} gives other labels than plain distances");
            Assert.Equal((plain.Start, plain.Iterations, plain.Status, plain.Inertia), (found.Start, found.Iterations, found.Status, found.Inertia));
        }
        return plain.Labels;
    }

    private static Matrix Points(int n, int d, Func<int, int, double, double> coordinate)
    {
        var (points, random) = (new Matrix(n, d), new Philox(31, (ulong)n));
        for (var i = 0; i < n; i++)
            for (var j = 0; j < d; j++) points[i, j] = (float)coordinate(i, j, random.NextGaussian());
        return points;
    }
}
