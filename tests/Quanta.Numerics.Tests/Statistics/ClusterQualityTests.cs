using Quanta.Numerics.Clustering;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Statistics;
using Quanta.Numerics.Tests.Clustering;

namespace Quanta.Numerics.Tests.Statistics;

public class ClusterQualityTests
{
    [Fact]
    public void The_silhouette_equals_that_of_scikit_learn_on_cosine_distance()
    {
        foreach (var reference in References.Section("silhouettes"))
        {
            using var planted = reference.Planted();
            var quality = ClusterQuality.Measure(planted.Cosines.View, planted.Labels);
            Expect.Near(reference.Number("silhouette"), quality.Silhouette, 2e-6, "cosines in float32");
        }
    }

    [Fact]
    public void A_case_by_hand()
    {
        using var s = Matrix.From(4, 4, [9, 0.8f, 0.1f, 0.3f, 0.8f, 9, 0.2f, 0.4f, 0.1f, 0.2f, 9, 0.6f, 0.3f, 0.4f, 0.6f, 9]);
        var quality = ClusterQuality.Measure(s.View, [0, 0, 1, 1]);
        const string singlePrecision = "inputs in float32";
        Expect.Near(0.7, quality.WithinSimilarity, 1e-7, singlePrecision);
        Expect.Near(0.25, quality.BetweenSimilarity, 1e-7, singlePrecision);
        Expect.Near(1.0 / 2.2, quality.Clusters[0].Conductance, 1e-7, "cut 1, volumes 2.6 and 2.2: the smaller counts");
        Expect.Near(1.0 / 2.6 + 1.0 / 2.2, quality.NormalizedCut, 1e-7, singlePrecision);
        Expect.Near((0.6 / 0.8 + 0.5 / 0.7) / 2, quality.Clusters[0].Silhouette, 1e-6, "a = 0.2, b = 0.8 and 0.7");
    }

    [Fact]
    public void Corner_cases_are_defined()
    {
        using var s = Matrix.From(3, 3, [1, 0.5f, 0.25f, 0.5f, 1, 0.25f, 0.25f, 0.25f, 1]);
        var one = ClusterQuality.Measure(s.View, [0, 0, 0]);
        Assert.True(double.IsNaN(one.Silhouette) && double.IsNaN(one.BetweenSimilarity) && double.IsNaN(one.Clusters[0].Conductance));
        Expect.Near(0, one.NormalizedCut, 1e-15, "nothing is cut");
        var apart = ClusterQuality.Measure(s.View, [0, 1, 2]);
        Assert.True(double.IsNaN(apart.WithinSimilarity) && double.IsNaN(apart.Clusters[0].WithinSimilarity));
        Assert.Equal((0, 3), (apart.Silhouette, apart.NormalizedCut));
        Assert.Throws<ArgumentException>(() => ClusterQuality.Measure(s.View, [0, 1]));
        s[0, 1] = float.NaN;
        Assert.True(double.IsNaN(ClusterQuality.Measure(s.View, [0, 0, 1]).WithinSimilarity));
    }

    [Fact]
    public void The_planted_clustering_beats_a_wrong_one_and_threads_change_nothing()
    {
        using var planted = new PlantedAffinity(150, 6, 32, 0.7, 3);
        var labels = ClusterLabels.RankBySize(planted.Labels);
        var (right, wrong) = (ClusterQuality.Measure(planted.Affinity.View, labels),
            ClusterQuality.Measure(planted.Affinity.View, [.. labels.Skip(1), labels[0]]));
        Assert.True(right.Silhouette > wrong.Silhouette && right.WithinSimilarity > wrong.WithinSimilarity
            && right.NormalizedCut < wrong.NormalizedCut);
        var threaded = ClusterQuality.Measure(planted.Affinity.View, labels, threads: 3);
        Assert.Equal((right.Silhouette, right.WithinSimilarity, right.NormalizedCut),
            (threaded.Silhouette, threaded.WithinSimilarity, threaded.NormalizedCut));
    }
}
