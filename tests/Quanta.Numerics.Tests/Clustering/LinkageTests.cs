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
