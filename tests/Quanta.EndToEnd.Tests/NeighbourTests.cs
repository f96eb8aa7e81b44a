using System.Text.Json.Nodes;
using Quanta.Formats.Numpy;
using Quanta.Numerics.Random;
using Quanta.Numerics.Statistics;

namespace Quanta.EndToEnd.Tests;

/// <summary>Clusters without a matrix: nearest neighbours and vectors, of a run and of files.</summary>
public sealed class NeighbourTests : IDisposable
{
    private const int Count = 240, Dimensions = 24, Clusters = 6;
    private readonly TinyWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("hdbscan", "chosen", "--min-samples", "4")]
    [InlineData("leiden", "chosen", "--resolution", "1.5")]
    [InlineData("k-means", "k6", "--counts", "6")]
    public void Vectors_of_yours_are_clustered(string clusterer, string name, params string[] options)
    {
        var truth = WriteVectors();
        foreach (var search in new[] { "exact", "cells" })
        {
            var found = Run("neighbours", "--vectors", In("v.npy"), "--neighbours", "12", "--search", search, "--out", In("n.npy"), "--cosines-out", In("c.npy"), "--json");
            Assert.Equal(Count, (int)JsonNode.Parse(found.Output)!["vectors"]!);
            Assert.Equal([Count, 12], Npy.Read(In("n.npy")).Shape.ToArray());
            Run("spectral", [.. Graph(), "--vectors", In("v.npy"), "--clusterer", clusterer, "--labels", In("truth.npy"), "--out-dir", In(search), .. options]);
            var labels = Npy.Read(In($"{search}/{clusterer}-neighbours-{name}.npy")).ToInt32();
            var ari = ClusterAgreement.AdjustedRandIndex(truth, labels);
            Assert.True(ari > 0.85, $"{search}: {ari}");
            var quality = JsonNode.Parse(File.ReadAllText(In($"{search}/{clusterer}-neighbours-quality.json")))![0]!;
            Expect.Near(ari, (double)quality["with_labels"]!["ari"]!, 1e-12, "the same labels");
            Assert.True((double)quality["within_similarity"]! > 0.4 && (double)quality["between_similarity"]! < 0.2);
        }
    }

    [Theory]
    [InlineData("leiden", "leiden-neighbours-chosen", "--similarity", "heads")]
    [InlineData("hdbscan", "hdbscan-neighbours-chosen", "--similarity", "mlp")]
    [InlineData("k-means", "k-means-neighbours-k5", "--method", "sketch", "--dimensions", "64", "--counts", "5")]
    public void A_run_without_a_matrix_ends_with_labels_samples_and_a_page_and_its_stages_are_verbs(string clusterer, string clustering, params string[] options)
    {
        Run("cluster", ["--run", In("all"), .. Corpus(), "--neighbours", "8", "--clusterer", clusterer, .. options]);
        Assert.False(File.Exists(In("all/similarity/cosine.npy")));
        Assert.True(File.Exists(In($"all/samples/{clustering}.txt")));
        Assert.Contains("No matrix of all pairs was made", File.ReadAllText(In("all/report.html")), StringComparison.Ordinal);

        Run("cluster", ["--run", In("steps"), .. Corpus(), "--neighbours", "8", "--clusterer", clusterer, .. options]);
        foreach (var file in new[] { "similarity", "clusters" }.SelectMany(stage => Directory.GetFiles(In($"steps/{stage}")))) File.Delete(file);
        string[] counts = options is [.., "--counts", var count] ? ["--counts", count] : [];
        string[] similarity = counts.Length > 0 ? options[..^2] : options;
        Run("similarity", ["--run", In("steps"), "--model", _world.Model, "--keep-vectors", .. similarity]);
        Run("neighbours", "--run", In("steps"), "--neighbours", "8");
        Run("spectral", ["--run", In("steps"), "--affinity", "neighbours", "--clusterer", clusterer, .. counts]);
        foreach (var file in new[] { "similarity/vectors.npy", $"clusters/{clustering}.npy" }) Assert.Equal(File.ReadAllBytes(In($"all/{file}")), File.ReadAllBytes(In($"steps/{file}")));
    }

    [Fact]
    public void A_second_command_computes_nothing_again_and_another_clusterer_uses_what_is_there()
    {
        string[] command = ["--run", In("run"), .. Corpus(), "--similarity", "heads", "--neighbours", "6", "--clusterer"];
        Run("cluster", [.. command, "leiden"]);
        var made = File.GetLastWriteTimeUtc(In("run/similarity/vectors.npy"));
        var again = Run("cluster", [.. command, "leiden"]);
        Assert.DoesNotContain("nearest neighbours:", again.Errors, StringComparison.Ordinal);
        Run("cluster", [.. command, "hdbscan"]);
        Assert.Equal(made, File.GetLastWriteTimeUtc(In("run/similarity/vectors.npy")));
    }

    [Theory]
    [InlineData("--method sketch --dimensions", "--neighbours", "5", "--clusterer", "leiden")]
    [InlineData("hdbscan, leiden, k-means", "--neighbours", "5", "--similarity", "heads", "--clusterer", "cluster-qr")]
    [InlineData("add --neighbours K", "--clusterer", "leiden")]
    [InlineData("belong to --clusterer leiden", "--neighbours", "5", "--similarity", "heads", "--clusterer", "hdbscan", "--resolution", "2")]
    [InlineData("leave --counts out", "--neighbours", "5", "--similarity", "heads", "--clusterer", "leiden", "--counts", "3")]
    [InlineData("no matrix of similarities", "--neighbours", "5", "--similarity", "heads", "--clusterer", "leiden", "--affinity", "angular")]
    [InlineData("--neighbours must be at least 1", "--neighbours", "0", "--similarity", "heads", "--clusterer", "leiden")]
    public void What_makes_no_sense_is_refused_before_anything_is_made(string because, params string[] options)
    {
        var refused = QuantaCommand.Run(["cluster", "--run", In("none"), .. Corpus(), .. options]);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(because, refused.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(In("none")));
    }

    [Fact]
    public void Files_that_hold_something_else_are_refused()
    {
        WriteVectors();
        Run("neighbours", "--vectors", In("v.npy"), "--neighbours", "3", "--out", In("n.npy"), "--cosines-out", In("c.npy"));
        Fails("1 to 239", "neighbours", "--vectors", In("v.npy"), "--neighbours", "240", "--out", In("x.npy"), "--cosines-out", In("y.npy"));
        Fails("vectors [n, d]", "neighbours", "--vectors", In("truth.npy"), "--neighbours", "3", "--out", In("x.npy"), "--cosines-out", In("y.npy"));
        Fails("--memory", "neighbours", "--vectors", In("v.npy"), "--neighbours", "3", "--memory", "0.00001", "--out", In("x.npy"), "--cosines-out", In("y.npy"));
        Fails("only 3 of each", "spectral", [.. Graph(), "--clusterer", "hdbscan", "--min-samples", "9", "--out-dir", In("out")]);
        Npy.Write<float>(In("c.npy"), [.. Enumerable.Repeat(2f, 3 * Count)], Count, 3);
        Fails("no graph of neighbours", "spectral", [.. Graph(), "--clusterer", "leiden", "--out-dir", In("out")]);
        Npy.Write<float>(In("c.npy"), new float[Count], Count);
        Fails("[n, k] both", "spectral", [.. Graph(), "--clusterer", "leiden", "--out-dir", In("out")]);
        Npy.Write<float>(In("v.npy"), [1, 0, float.NaN, 1, 0, 1], 3, 2);
        Fails("vector 1 has norm NaN", "neighbours", "--vectors", In("v.npy"), "--neighbours", "1", "--out", In("x.npy"), "--cosines-out", In("y.npy"));
        Assert.False(File.Exists(In("x.npy")));
    }

    private string[] Corpus() => ["--pile", _world.Pile, "--model", _world.Model, "--threshold", "9", "--count", "60", "--quiet"];

    private string[] Graph() => ["--neighbours", In("n.npy"), "--cosines", In("c.npy")];

    private string In(string name) => _world.In(name);

    private static CommandResult Run(string verb, params string[] options)
    {
        var done = QuantaCommand.Run([verb, .. options]);
        Assert.True(done.ExitCode == 0, done.Errors);
        return done;
    }

    private static void Fails(string because, string verb, params string[] options)
    {
        var failed = QuantaCommand.Run([verb, .. options]);
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains(because, failed.Errors, StringComparison.Ordinal);
    }

    /// <summary>Vectors around six directions, and their clusters.</summary>
    private int[] WriteVectors()
    {
        var random = new Philox(5);
        double[] Draw(double length) => [.. Enumerable.Range(0, Dimensions).Select(_ => length * random.NextGaussian() / Math.Sqrt(Dimensions))];
        double[][] directions = [.. Enumerable.Range(0, Clusters).Select(_ => Draw(1))];
        int[] truth = [.. Enumerable.Range(0, Count).Select(i => i % Clusters)];
        Npy.Write<float>(In("v.npy"), [.. truth.SelectMany(cluster => directions[cluster].Zip(Draw(0.45), (x, y) => (float)(3 * (x + y))))], Count, Dimensions);
        Npy.Write<int>(In("truth.npy"), truth, Count);
        return truth;
    }
}
