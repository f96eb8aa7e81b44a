using System.Text.Json.Nodes;
using Quanta.Formats.Numpy;

namespace Quanta.EndToEnd.Tests;

/// <summary>A run whose clusters are compared with nulls, cut anew and tried by intervention.</summary>
public sealed class ProofTests : IDisposable
{
    private readonly TinyWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_trees_clusters_are_cut_anew_shown_and_tried()
    {
        var run = _world.In("run");
        var clustered = QuantaCommand.Run(
            ["cluster", "--pile", _world.Pile, "--model", _world.Model, "--run", run, "--threshold", "20", "--keep-inducible", "--count", "60", "--similarity", "heads+gradients", "--nulls",
             "--clusterer", "average-linkage", "--counts", "5,12", "--json"]);
        Assert.True(clustered.ExitCode == 0, clustered.Errors);
        Assert.InRange(JsonNode.Parse(clustered.Output)!["pairs_in_one_cluster_that_share_none_of_these"]!.GetValue<double>(), 0, 1);
        Assert.Equal(4, JsonNode.Parse(File.ReadAllBytes(Path.Combine(run, "clusters", "average-linkage-angular-nulls.json")))!.AsArray().Count);
        Assert.Contains("What simple traits explain", File.ReadAllText(Path.Combine(run, "report.html")), StringComparison.Ordinal);

        var cut = QuantaCommand.Run(["cut", "--run", run, "--count", "7", "--json"]);
        Assert.True(cut.ExitCode == 0, cut.Errors);
        Assert.Equal(7, JsonNode.Parse(cut.Output)!["clusters"]!.GetValue<int>());
        Assert.Equal(7, Npy.Read(Path.Combine(run, "clusters", "average-linkage-angular-k7.npy")).ToInt32().Distinct().Count());
        Assert.Equal(0, QuantaCommand.Run(["samples", "--run", run, "--clustering", "average-linkage-angular-k7", "--cluster", "0"]).ExitCode);

        var proved = QuantaCommand.Run(["prove", "--run", run, "--model", _world.Model, "--clustering", "average-linkage-angular-k7", "--clusters", "3", "--json"]);
        Assert.True(proved.ExitCode == 0, proved.Errors);
        var rows = JsonNode.Parse(proved.Output)!.AsArray();
        Assert.Equal(["step along gradient", "silenced head"], rows.Select(row => row!["intervention"]!.GetValue<string>()).Distinct());
        Assert.All(rows, row => Assert.InRange(row!["p"]!.GetValue<double>(), 1e-4, 1));
        Assert.Equal(0, QuantaCommand.Run(["report", "--run", run, "--clustering", "average-linkage-angular-k7"]).ExitCode);
        Assert.Contains("figure-proof-head", File.ReadAllText(Path.Combine(run, "report.html")), StringComparison.Ordinal);
        Assert.Equal(4, File.ReadAllLines(Path.Combine(run, "proof", "average-linkage-angular-k7.csv")).Length);
    }

    [Theory]
    [InlineData("cut", "Exactly one of --count, --height and --persistent", "--count", "3", "--height", "0.2")]
    [InlineData("cut", "Exactly one of --count, --height and --persistent")]
    [InlineData("prove", "--rise must be above 0", "--rise", "0")]
    public void What_makes_no_sense_is_refused(string verb, string sentence, params string[] options)
    {
        var result = QuantaCommand.Run([verb, "--run", _world.In("run"), .. options]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(sentence, result.Errors, StringComparison.Ordinal);
    }
}
