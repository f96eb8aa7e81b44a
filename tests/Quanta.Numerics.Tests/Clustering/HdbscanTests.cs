using System.Text.Json;
using Quanta.Numerics.Clustering.Density;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Random;
using Quanta.Numerics.Statistics;

namespace Quanta.Numerics.Tests.Clustering;

public class HdbscanTests
{
    public static TheoryData<int> References => [.. Enumerable.Range(0, Golden().GetArrayLength())];

    /// <summary>hdbscan.R says how they were made. Equal distances, of which mutual reachability makes many, are split there in the order of a sort, and joined here: the same clusters
    /// but for some points at their rims.</summary>
    [Theory, MemberData(nameof(References))]
    public void Clusters_are_nearly_those_of_the_R_package(int number)
    {
        var golden = Golden()[number];
        var size = golden.GetProperty("minimum_size").GetInt32();
        int[] expected = [.. golden.GetProperty("clusters").EnumerateArray().Select(label => label.GetInt32() - 1)];
        using var similarity = Negated(Numbers(golden, "points"));
        var found = Hdbscan.Cluster(similarity.View, Options(size));
        int[] both = [.. Enumerable.Range(0, expected.Length).Where(i => expected[i] >= 0 && found.Labels[i] >= 0)];
        var ari = ClusterAgreement.AdjustedRandIndex([.. both.Select(i => expected[i])], [.. both.Select(i => found.Labels[i])]);
        Assert.True(ari > 0.85 && both.Length > 0.5 * expected.Length, $"number {number}: ARI {ari} over {both.Length} of {expected.Length}, {found.Count} clusters for {expected.Max() + 1}");
    }

    /// <summary>Against the definition: sets of points connected at each density, in float64, by brute force.</summary>
    [Theory, InlineData(1, 2), InlineData(2, 3), InlineData(3, 3), InlineData(5, 4), InlineData(3, 8)]
    public void Clusters_are_those_of_the_definition(int neighbours, int size)
    {
        for (var seed = 0UL; seed < 12; seed++)
        {
            using var similarity = Negated(Blobs(seed, 24 + (int)seed));
            foreach (var allowsOne in new[] { false, true })
            {
                var options = new HdbscanOptions { Neighbours = neighbours, MinimumSize = size, SelfSimilarity = 0, AllowsOne = allowsOne };
                var (found, expected) = (Hdbscan.Cluster(similarity.View, options), DensityDefinition.Labels(similarity, options));
                Assert.Equal(expected.Select(label => label < 0), found.Labels.Select(label => label < 0));
                Assert.Equal(1, ClusterAgreement.AdjustedRandIndex(expected, found.Labels), 12);
            }
        }
    }

    [Theory, InlineData(1e-20f), InlineData(1f), InlineData(1e20f)]
    public void Neither_scale_nor_order_of_the_points_matters(float scale)
    {
        using var similarity = Negated(Blobs(3, 60));
        using var moved = new Matrix(60, 60);
        for (var i = 0; i < 60; i++)
            for (var j = 0; j < 60; j++) moved[59 - i, 59 - j] = scale * similarity[i, j];
        var (expected, actual) = (Hdbscan.Cluster(similarity.View, Options(4)), Hdbscan.Cluster(moved.View, Options(4)));
        Assert.Equal(1, ClusterAgreement.AdjustedRandIndex(expected.Labels, [.. actual.Labels.Reverse()]), 12);
        Expect.AllNear([.. expected.Strengths.Select(s => (float)s)], [.. actual.Strengths.Reverse().Select(s => (float)s)], 1e-5, "one rounding of each distance");
    }

    [Fact]
    public void Points_that_coincide_are_a_cluster_of_full_strength_and_lone_ones_are_noise()
    {
        double[] points = [.. Enumerable.Repeat(0.0, 10), .. Enumerable.Repeat(5.0, 10), 100, 0, -300, 0];
        using var similarity = Negated(points);
        var found = Hdbscan.Cluster(similarity.View, Options(3));
        Assert.Equal([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, -1, -1], found.Labels);
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0], found.Strengths);
        Assert.Equal((2, 2), (found.Count, found.NoisePoints));
        Assert.Equal([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 3], found.WithNoiseAsSingletons());
    }

    [Theory, InlineData(0), InlineData(1), InlineData(3)]
    public void Fewer_points_than_neighbours_are_noise(int count)
    {
        using var similarity = Negated(Blobs(0, count));
        Assert.Equal(Enumerable.Repeat(HdbscanResult.Noise, count), Hdbscan.Cluster(similarity.View, new() { Neighbours = 3 }).Labels);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        using var similarity = Negated(Blobs(0, 9));
        Assert.Throws<ArgumentException>(() => Hdbscan.Cluster(similarity.View, new() { Neighbours = 0 }));
        Assert.Throws<ArgumentException>(() => Hdbscan.Cluster(similarity.View, new() { MinimumSize = 1 }));
        similarity[3, 4] = float.NaN;
        Assert.Throws<ArgumentException>(() => Hdbscan.Cluster(similarity.View, new()));
    }

    /// <summary>[2 n]: three blobs of unequal sizes and some points anywhere.</summary>
    private static double[] Blobs(ulong seed, int count)
    {
        var random = new Philox(seed);
        return [.. Enumerable.Range(0, count).SelectMany(i =>
        {
            var (x, spread) = (i % 6) switch { 0 or 1 or 2 => (0.0, 0.5), 3 or 4 => (3.0, 0.3), _ => (1.5, 2.0) };
            return new[] { x + spread * random.NextGaussian(), x + spread * random.NextGaussian() };
        })];
    }

    private static HdbscanOptions Options(int size) => new() { Neighbours = size - 1, MinimumSize = size, SelfSimilarity = 0 };

    private static Matrix Negated(double[] points)
    {
        var matrix = new Matrix(points.Length / 2, points.Length / 2);
        for (var i = 0; i < matrix.Rows; i++)
            for (var j = 0; j < matrix.Rows; j++)
                matrix[i, j] = -(float)Math.Sqrt(Math.Pow(points[2 * i] - points[2 * j], 2) + Math.Pow(points[2 * i + 1] - points[2 * j + 1], 2));
        return matrix;
    }

    private static double[] Numbers(JsonElement golden, string name) => [.. golden.GetProperty(name).EnumerateArray().Select(value => (double)value.GetSingle())];

    private static JsonElement Golden()
    {
        var path = Path.Combine(Repository.Root, "tests", "Quanta.Numerics.Tests", "Clustering", "hdbscan.json");
        return JsonDocument.Parse(File.ReadAllBytes(path)).RootElement.GetProperty("cases");
    }
}

/// <summary>HDBSCAN as it is defined: what is connected at each density, from the least dense on.</summary>
internal static class DensityDefinition
{
    public static int[] Labels(Matrix similarity, HdbscanOptions options)
    {
        var n = similarity.Rows;
        var distance = new double[n, n];
        double[] core = [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Where(j => j != i).Select(j => Distance(i, j)).Order().ElementAt(options.Neighbours - 1))];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) distance[i, j] = i == j ? 0 : Math.Max(Distance(i, j), Math.Max(core[i], core[j]));
        double[] levels = [.. distance.Cast<double>().Where(d => d > 0).Distinct().OrderDescending()];
        var root = Node.Of([.. Enumerable.Range(0, n)], 1 / Joining(distance, [.. Enumerable.Range(0, n)], levels), distance, levels, options.MinimumSize);
        var labels = Enumerable.Repeat(HdbscanResult.Noise, n).ToArray();
        foreach (var (c, cluster) in root.Best(options.AllowsOne).Clusters.Index())
            foreach (var point in cluster.Points) labels[point] = c;
        return labels;

        double Distance(int i, int j) => Math.Max(0, options.SelfSimilarity - similarity[i, j]);
    }

    /// <summary>The least level at which some points are connected.</summary>
    private static double Joining(double[,] distance, int[] points, double[] levels) => levels.Last(level => Parts(distance, points, level).Count == 1);

    private static List<int[]> Parts(double[,] distance, int[] points, double level)
    {
        var (left, parts) = (new HashSet<int>(points), new List<int[]>());
        while (left.Count > 0)
        {
            var (part, open) = (new List<int>(), new Queue<int>([left.First()]));
            left.Remove(open.Peek());
            while (open.TryDequeue(out var i))
            {
                part.Add(i);
                foreach (var j in left.Where(j => distance[i, j] <= level).ToArray())
                {
                    left.Remove(j);
                    open.Enqueue(j);
                }
            }
            parts.Add([.. part]);
        }
        return parts;
    }

    /// <summary>A cluster of the condensed tree.</summary>
    private sealed record Node(int[] Points, double Stability, IReadOnlyList<Node> Children)
    {
        public static Node Of(int[] points, double birth, double[,] distance, double[] levels, int size)
        {
            var (stability, current) = (0.0, points);
            while (true)
            {
                var joining = Joining(distance, current, levels);
                var parts = Parts(distance, current, levels.Where(level => level < joining).DefaultIfEmpty(0).First());
                var large = parts.Where(part => part.Length >= size).ToList();
                var leaving = large.Count == 1 ? current.Length - large[0].Length : current.Length;
                stability += leaving * (1 / joining - birth);
                if (large.Count != 1) return new(points, stability, large.Count == 0 ? [] : [.. large.Select(part => Of(part, 1 / joining, distance, levels, size))]);
                current = large[0];
            }
        }

        public (double Mass, IReadOnlyList<Node> Clusters) Best(bool allowsThis)
        {
            var below = Children.Select(child => child.Best(allowsThis: true)).ToList();
            var mass = below.Sum(part => part.Mass);
            if (allowsThis && (Stability >= mass || Children.Count == 0)) return (Stability, [this]);
            return (mass, [.. below.SelectMany(part => part.Clusters)]);
        }
    }
}
