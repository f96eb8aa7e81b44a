using Quanta.Numerics.Clustering;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Random;

namespace Quanta.Numerics.Tests.Clustering;

public class LinkageTests
{
    public static TheoryData<LinkageMethod> Methods => [.. Enum.GetValues<LinkageMethod>()];

    [Fact]
    public void Trees_and_cuts_equal_those_of_SciPy()
    {
        foreach (var reference in References.Section("linkages"))
        {
            using var planted = reference.Planted();
            var tree = Linkage.Build(planted.Affinity.View,
                Enum.Parse<LinkageMethod>(reference.GetProperty("method").GetString()!, ignoreCase: true));
            var heights = reference.Numbers("heights");
            Assert.Equal(heights.Length, tree.Merges.Count);
            for (var i = 0; i < heights.Length; i++) Expect.Near(heights[i], tree.Merges[i].Height, 1e-6, "float32 means of numbers below 1");
            foreach (var cut in reference.GetProperty("cuts").EnumerateObject())
            {
                int[] expected = [.. cut.Value.EnumerateArray().Select(label => label.GetInt32())];
                Assert.Equal(ClusterLabels.RankBySize(expected), ClusterLabels.RankBySize(tree.Cut(int.Parse(cut.Name, null))));
            }
        }
    }

    [Theory, MemberData(nameof(Methods))]
    public void The_chain_builds_the_tree_of_the_definition(LinkageMethod method)
    {
        foreach (var n in new[] { 1, 2, 3, 4, 9, 30, 65 })
        {
            using var similarity = Random(n);
            var tree = Linkage.Build(similarity.View, method);
            var expected = Definition(similarity, method);
            Assert.Equal(n - 1, tree.Merges.Count);
            for (var i = 0; i < n - 1; i++) Expect.Near(expected[i], tree.Merges[i].Height, 1e-6, "float32 means of numbers below 1");
        }
    }

    [Theory, MemberData(nameof(Methods))]
    public void Points_at_equal_distances_end_in_one_tree(LinkageMethod method)
    {
        using var similarity = new Matrix(50, 50);
        for (var i = 0; i < 50; i++)
            for (var j = 0; j < 50; j++) similarity[i, j] = i / 10 == j / 10 ? 0.1f : 0.3f - 0.25f;
        var tree = Linkage.Build(similarity.View, method);
        Assert.Equal(ClusterLabels.RankBySize([.. Enumerable.Range(0, 50).Select(i => i / 10)]), ClusterLabels.RankBySize(tree.Cut(5)));
        Assert.Equal(50, tree.Cut(50).Distinct().Count());
    }

    [Fact]
    public void Cuts_are_nested_and_have_as_many_clusters_as_asked_for()
    {
        using var similarity = Random(40);
        var tree = Linkage.Build(similarity.View, LinkageMethod.Average);
        for (var count = 1; count < 40; count++)
        {
            var (coarse, fine) = (tree.Cut(count), tree.Cut(count + 1));
            Assert.Equal(count, coarse.Distinct().Count());
            Assert.Equal(count + 1, coarse.Zip(fine).Distinct().Count());
        }
        Assert.Throws<ArgumentException>(() => tree.Cut(0));
        Assert.Throws<ArgumentException>(() => tree.Cut(41));
    }

    /// <summary>scipy.cluster.hierarchy.linkage(squareform(1 - s), "average") of SciPy 1.10.1.</summary>
    [Fact]
    public void The_table_is_that_of_SciPy()
    {
        const int n = 7;
        using var similarity = new Matrix(n, n);
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) similarity[i, j] = i == j ? 1 : (i * 3 + j * 3 + i * j % 5 * 7) % 23 / 25f;
        double[] expected = [2, 3, 0.12, 2, 1, 4, 0.2, 2, 0, 6, 0.28, 2, 5, 9, 0.5, 3, 7, 8, 0.62, 4, 10, 11, 0.64, 7];
        var table = Linkage.Build(similarity.View, LinkageMethod.Average).ToTable();
        for (var i = 0; i < expected.Length; i++) Expect.Near(expected[i], table[i], 1e-6, "float32 similarities; the other columns are whole");
    }

    [Theory, MemberData(nameof(Methods))]
    public void A_tree_that_was_read_back_is_cut_alike(LinkageMethod method)
    {
        using var similarity = Random(60);
        var tree = Linkage.Build(similarity.View, method);
        var read = Dendrogram.FromTable(tree.ToTable());
        Assert.Equal(tree.ToTable(), read.ToTable());
        for (var count = 1; count <= 60; count++) Assert.Equal(tree.Cut(count), read.Cut(count));
        Assert.Equal(tree.Persistent(3).Labels, read.Persistent(3).Labels);
    }

    [Fact]
    public void A_cut_at_a_height_takes_all_merges_up_to_it()
    {
        using var similarity = Random(40);
        var tree = Linkage.Build(similarity.View, LinkageMethod.Average);
        foreach (var place in new[] { 0, 10, 38 })
            Assert.Equal(tree.Cut(40 - tree.Merges.Count(merge => merge.Height <= tree.Merges[place].Height)), tree.CutAt(tree.Merges[place].Height));
        Assert.Equal(40, tree.CutAt(-1).Distinct().Count());
        Assert.Single(tree.CutAt(double.PositiveInfinity).Distinct());
        Assert.Throws<ArgumentException>(() => tree.CutAt(double.NaN));
    }

    /// <summary>Two tight pairs of groups that lie far apart: the groups persist, not the pairs, and what joins late belongs to none.</summary>
    [Fact]
    public void Clusters_that_persist_are_those_with_the_greatest_excess_of_mass()
    {
        const int groups = 4, size = 6, n = groups * size + 1;
        using var similarity = new Matrix(n, n);
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) similarity[i, j] = i == n - 1 || j == n - 1 ? 0.05f : i / size == j / size ? 0.95f : i / size / 2 == j / size / 2 ? 0.3f : 0.1f;
        var found = Linkage.Build(similarity.View, LinkageMethod.Average).Persistent(3);
        Assert.Equal((groups, 1), (found.Count, found.NoisePoints));
        Assert.Equal(ClusterLabels.RankBySize([.. Enumerable.Range(0, n).Select(i => i / size)]), ClusterLabels.RankBySize(found.WithNoiseAsSingletons()));
        Assert.Throws<ArgumentException>(() => Linkage.Build(similarity.View, LinkageMethod.Average).Persistent(1));
    }

    /// <summary>All choices of sets of the tree that do not overlap, each set's mass summed over its points as they leave it.</summary>
    [Fact]
    public void No_other_choice_of_sets_has_a_greater_excess_of_mass()
    {
        for (var seed = 0UL; seed < 40; seed++)
        {
            var random = new Philox(seed);
            var n = 6 + random.NextInt32(9);
            using var similarity = new Matrix(n, n);
            for (var i = 0; i < n; i++)
                for (var j = 0; j <= i; j++) similarity[i, j] = similarity[j, i] = random.NextSingle() + (i / 4 == j / 4 ? 0.7f : 0);
            var tree = Linkage.Build(similarity.View, LinkageMethod.Average);
            var found = tree.Persistent(2);
            var greatest = Greatest(tree.ToTable(), n, 2 * n - 2, birth: null);
            Expect.Near(greatest, found.Stabilities.Sum(), 1e-6 * Math.Max(1, greatest), "float32 heights");
        }
    }

    /// <summary>The greatest mass below a set, and its own where it may be a cluster: born where it parts from another of at least two points.</summary>
    private static double Greatest(double[] table, int n, int set, double? birth)
    {
        var last = table[4 * (n - 2) + 2];
        double DensityOf(int node) => last - table[4 * (node - n) + 2];
        int[] Parts(int node) => [(int)table[4 * (node - n)], (int)table[4 * (node - n) + 1]];
        var (own, at) = (0.0, set);
        int SizeOf(int node) => node < n ? 1 : (int)table[4 * (node - n) + 3];
        while (at >= n)
        {
            var large = Parts(at).Where(part => SizeOf(part) >= 2).ToArray();
            own += (SizeOf(at) - (large.Length == 1 ? SizeOf(large[0]) : 0)) * (DensityOf(at) - (birth ?? 0));
            if (large.Length == 2)
            {
                var below = large.Sum(part => Greatest(table, n, part, DensityOf(at)));
                return birth is null ? below : Math.Max(own, below);
            }
            if (large.Length == 0) break;
            at = large[0];
        }
        return birth is null ? 0 : own;
    }

    [Theory]
    [InlineData(new double[] { 0, 1, 0.1, 2, 0, 2, 0.2, 3 }, "joins 0 and 2")]
    [InlineData(new double[] { 0, 1, 0.1, 2, 2, 5, 0.2, 3 }, "joins 2 and 5")]
    [InlineData(new double[] { 0, 1, 0.3, 2, 2, 3, 0.2, 3 }, "must be finite and rise")]
    [InlineData(new double[] { 0, 1, double.NaN, 2, 2, 3, 0.2, 3 }, "must be finite and rise")]
    [InlineData(new double[] { 0, 0.5, 0.1, 2, 2, 3, 0.2, 3 }, "joins 0 and 0.5")]
    public void What_is_no_tree_is_refused(double[] table, string part) =>
        Assert.Contains(part, Assert.Throws<InvalidDataException>(() => Dendrogram.FromTable(table)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_similarity_that_is_not_finite_is_refused()
    {
        using var similarity = new Matrix(3, 3);
        similarity[1, 2] = float.NaN;
        Assert.Contains(
            "element (1, 2) is NaN",
            Assert.Throws<ArgumentException>(() => Linkage.Build(similarity.View, LinkageMethod.Average)).Message,
            StringComparison.Ordinal);
    }

    private static Matrix Random(int n)
    {
        var random = new Philox(4, (ulong)n);
        var similarity = new Matrix(n, n);
        for (var i = 0; i < n; i++)
            for (var j = 0; j <= i; j++) similarity[i, j] = similarity[j, i] = random.NextSingle();
        return similarity;
    }

    /// <summary>Merges the nearest pair of clusters, again and again.</summary>
    private static double[] Definition(Matrix similarity, LinkageMethod method)
    {
        var clusters = Enumerable.Range(0, similarity.Rows).Select(i => new[] { i }).ToList();
        var heights = new List<double>();
        double Distance(int[] first, int[] second)
        {
            var pairs = first.SelectMany(i => second.Select(j => 1.0 - similarity[i, j]));
            return method == LinkageMethod.Average ? pairs.Average() : pairs.Max();
        }
        while (clusters.Count > 1)
        {
            var (height, first, second) = clusters.SelectMany((a, i) => clusters.Take(i).Select((b, j) => (Distance(a, b), i, j))).Min();
            heights.Add(height);
            var merged = clusters[first].Concat(clusters[second]).ToArray();
            clusters.RemoveAt(first);
            clusters.RemoveAt(second);
            clusters.Add(merged);
        }
        return [.. heights];
    }
}
