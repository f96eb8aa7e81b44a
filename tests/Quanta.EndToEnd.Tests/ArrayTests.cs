using System.Text.Json.Nodes;
using Quanta.Formats.Numpy;
using Quanta.Numerics.Clustering;
using Quanta.Numerics.Products;
using Quanta.Numerics.Statistics;

namespace Quanta.EndToEnd.Tests;

/// <summary>The verbs that others check us with: plain arrays in, plain arrays out.</summary>
public sealed class ArrayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Fixtures => ["parallel", "sequential-fullrotary", "half", "bfloat"];

    [SharedDataTheory("fixtures/neox"), MemberData(nameof(Fixtures))]
    public void Losses_and_similarities_of_the_fixtures_are_the_reference(string name)
    {
        var fixture = SharedData.Path($"fixtures/neox/{name}");
        Run("losses", "--model", fixture, "--tokens", $"{fixture}/ids.npy", "--out", _folder.File("losses.npy"));
        Run(
            "similarity", "--model", fixture, "--tokens", $"{fixture}/ids.npy", "--predictions", $"{fixture}/preds.npy", "--out", _folder.File("c.npy"),
            "--absolute-out", _folder.File("a.npy"));
        Compare($"{fixture}/losses.npy", "losses.npy", 2e-4, "float32 in another order, two or three layers");
        Compare($"{fixture}/cosine.npy", "c.npy", 1e-5, "rounding of unit gradients");
        Compare($"{fixture}/abs_cosine.npy", "a.npy", 1e-5, "rounding of unit gradients");
    }

    [Fact]
    public void Spectral_clusters_of_a_planted_affinity_are_found_and_ranked()
    {
        using var planted = PlantedClusters.Create(new PlantedClustersOptions(Points: 300, Clusters: 5, Dimensions: 200, Noise: 0.5), MatrixProducts.Default);
        WriteMatrix(planted);
        Run("spectral", "--similarity", _folder.File("s.npy"), "--affinity", "angular", "--counts", "3,5", "--out-dir", _folder.File("labels"));
        var labels = Npy.Read(_folder.File("labels/spectral-angular-k5.npy")).ToInt32();
        Assert.Equal(labels, ClusterLabels.RankBySize(labels));
        Expect.Near(1, ClusterAgreement.AdjustedRandIndex(planted.Labels, labels), 0.02, "well separated clusters, as scikit-learn finds them");
        Assert.Equal(3, Npy.Read(_folder.File("labels/spectral-angular-k3.npy")).ToInt32().Distinct().Count());
    }

    [Theory]
    [InlineData("spectral-normalized")]
    [InlineData("cluster-qr")]
    [InlineData("average-linkage")]
    [InlineData("complete-linkage")]
    [InlineData("conductance")]
    public void Every_clusterer_writes_labels_and_their_quality(string clusterer)
    {
        using var planted = PlantedClusters.Create(new PlantedClustersOptions(Points: 120, Clusters: 4, Dimensions: 100, Noise: 0.4), MatrixProducts.Default);
        WriteMatrix(planted);
        Run("spectral", "--similarity", _folder.File("s.npy"), "--affinity", "angular", "--counts", "4", "--clusterer", clusterer, "--out-dir", _folder.File("labels"));
        var labels = Npy.Read(_folder.File($"labels/{clusterer}-angular-k4.npy")).ToInt32();
        Assert.True(ClusterAgreement.AdjustedRandIndex(planted.Labels, labels) > 0.9, "well separated clusters are found by every clusterer");
        Assert.Contains("\"silhouette\"", File.ReadAllText(_folder.File($"labels/{clusterer}-angular-quality.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Stability_agreement_with_given_labels_and_the_bias_of_the_slope_are_measured()
    {
        using var planted = PlantedClusters.Create(new PlantedClustersOptions(Points: 200, Clusters: 6, Dimensions: 150, Noise: 0.5) { Exponent = 1 }, MatrixProducts.Default);
        WriteMatrix(planted);
        Npy.Write<int>(_folder.File("truth.npy"), [.. planted.Labels.Select(label => label - 1)], planted.Labels.Length);
        Run("spectral", "--similarity", _folder.File("s.npy"), "--affinity", "angular", "--counts", "6,20", "--clusterer", "average-linkage", "--calibrate", "2",
            "--labels", _folder.File("truth.npy"), "--out-dir", _folder.File("labels"));
        var quality = JsonNode.Parse(File.ReadAllText(_folder.File("labels/average-linkage-angular-quality.json")))![0]!;
        foreach (var path in new[] { "over_seeds/mean", "over_subsamples/mean", "with_labels/ari", "with_labels/nmi", "with_labels/ami" })
            Expect.Near(1, path.Split('/').Aggregate(quality, (node, name) => node[name]!).GetValue<double>(), 0.05, $"{path}: the clusters are far apart");
        var rankSize = JsonNode.Parse(File.ReadAllText(_folder.File("labels/average-linkage-angular-rank-size.json")))!;
        Assert.True(rankSize["low"]!.GetValue<double>() < rankSize["high"]!.GetValue<double>());
        Assert.Equal(2, rankSize["bias"]!["found_slopes"]!.AsArray().Count);
    }

    [Fact]
    public void Labels_of_another_length_are_refused()
    {
        using var planted = PlantedClusters.Create(new PlantedClustersOptions(Points: 30, Clusters: 3, Dimensions: 20, Noise: 0.5), MatrixProducts.Default);
        WriteMatrix(planted);
        Npy.Write<int>(_folder.File("truth.npy"), new int[29], 29);
        var result = QuantaCommand.Run(
            ["spectral", "--similarity", _folder.File("s.npy"), "--affinity", "angular", "--counts", "3", "--labels", _folder.File("truth.npy"), "--out-dir", _folder.File("labels")]);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("29 labels", result.Errors, StringComparison.Ordinal);
    }

    private void WriteMatrix(PlantedClusters planted)
    {
        var n = planted.Cosines.Rows;
        var values = new float[n * n];
        for (var i = 0; i < n; i++) planted.Cosines.Row(i).CopyTo(values.AsSpan(i * n));
        Npy.Write<float>(_folder.File("s.npy"), values, n, n);
    }

    private static void Run(params string[] arguments)
    {
        var result = QuantaCommand.Run(arguments);
        Assert.True(result.ExitCode == 0, result.Errors);
    }

    private void Compare(string expected, string actual, double tolerance, string because) =>
        Expect.AllNear(Npy.Read(expected).ToSingle(), Npy.Read(_folder.File(actual)).ToSingle(), tolerance, because);
}
