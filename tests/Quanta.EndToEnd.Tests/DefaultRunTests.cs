using System.Text.Json.Nodes;

namespace Quanta.EndToEnd.Tests;

/// <summary>The main job with less than everything named: the embedded models, the SDK's documentation, documents as long as the models allow.</summary>
public sealed class DefaultRunTests : IDisposable
{
    private static readonly string[] Small = ["--documents", "60", "--count", "80", "--counts", "4,8", "--restarts", "2", "--stability", "1"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_corpus_and_a_model_the_embedded_models_read_the_documentation()
    {
        var run = _folder.File("run");
        var result = QuantaCommand.Run(["cluster", "--run", run, .. Small]);
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Contains("report.html", result.Output, StringComparison.Ordinal);
        Assert.Contains("predicted most often", result.Output, StringComparison.Ordinal);
        foreach (var model in Directory.EnumerateDirectories(Path.Combine(Repository.Root, "models")))
            Assert.True(File.Exists(Path.Combine(run, "losses", Path.GetFileName(model) + ".npy")), $"the losses of {model} are missing");
        var before = File.ReadAllText(Path.Combine(run, "run.json"));
        var again = QuantaCommand.Run(["cluster", "--run", run, "--json", .. Small]);
        Assert.Equal(before, File.ReadAllText(Path.Combine(run, "run.json")));
        Assert.True(JsonNode.Parse(again.Output)!["mean_cosine_within_clusters"]!.GetValue<double>() > 0);
    }

    [Fact]
    public void Documents_are_as_long_as_the_models_positions_unless_more_is_asked_for()
    {
        using var world = new TinyWorld(documents: 10, longest: 2000);
        string[] arguments =
        [
            "cluster", "--pile", world.Pile, "--model", world.Model, "--threshold", "20", "--keep-inducible", "--count", "20", "--counts", "2", "--restarts", "1",
            "--stability", "0",
        ];
        var cut = QuantaCommand.Run([.. arguments, "--run", world.In("run")]);
        Assert.True(cut.ExitCode == 0, cut.Errors);
        Assert.Contains("At most 256 tokens are read at once", cut.Errors, StringComparison.Ordinal);
        var asked = QuantaCommand.Run([.. arguments, "--run", world.In("other"), "--document-tokens", "257"]);
        Assert.True(asked.ExitCode == 0, asked.Errors);
        Assert.DoesNotContain("positions beyond were not trained", cut.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("At most 256 tokens", asked.Errors, StringComparison.Ordinal);
        var beyond = QuantaCommand.Run([.. arguments, "--run", world.In("beyond"), "--document-tokens", "300", "--quiet"]);
        Assert.True(beyond.ExitCode == 0, beyond.Errors);
        Assert.Contains("tiny was made to read 256 tokens at once, but reads up to 299 here", beyond.Errors, StringComparison.Ordinal);
    }
}
