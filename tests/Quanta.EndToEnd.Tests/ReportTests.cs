using System.Text.Json.Nodes;

namespace Quanta.EndToEnd.Tests;

public sealed class ReportTests : IDisposable
{
    private readonly TinyWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_run_is_shown_with_another_clustering_and_with_losses_that_came_later()
    {
        var run = _world.In("run");
        Succeed("cluster", "--pile", _world.Pile, "--model", _world.Model, "--run", run, "--count", "40", "--threshold", "20", "--keep-inducible", "--counts", "3,6", "--restarts", "2");
        Assert.Contains("-k3: 3 clusters", Page(run), StringComparison.Ordinal);

        Directory.CreateDirectory(_world.In("later"));
        foreach (var file in Directory.GetFiles(_world.Model)) File.Copy(file, Path.Combine(_world.In("later"), Path.GetFileName(file)));
        Succeed("losses", "--run", run, "--model", _world.In("later"));
        var result = Succeed("report", "--run", run, "--clustering", "spectral-angular-k6", "--json");
        Assert.Equal(Path.Combine(run, "report.html"), JsonNode.Parse(result.Output)!["report"]!.GetValue<string>());
        Assert.Contains("-k6: 6 clusters", Page(run), StringComparison.Ordinal);
        Assert.Contains("later", Page(run), StringComparison.Ordinal);
        Assert.Contains("even", Page(run), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_clusters_has_a_page()
    {
        var run = _world.In("run");
        Succeed("tokenize", "--pile", _world.Pile, "--tokenizer", Path.Combine(_world.Model, "tokenizer.json"), "--run", run);
        Succeed("report", "--run", run);
        Assert.Contains("40 documents", Page(run), StringComparison.Ordinal);
        var result = QuantaCommand.Run("report", "--run", run, "--per-cluster", "0");
        Assert.Equal((2, true), (result.ExitCode, result.Errors.Contains("--per-cluster", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_folder_that_is_no_run_is_named()
    {
        var result = QuantaCommand.Run("report", "--run", _world.In("nowhere"));
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("is not a run folder", result.Errors, StringComparison.Ordinal);
    }

    private static string Page(string run) => File.ReadAllText(Path.Combine(run, "report.html"));

    private static CommandResult Succeed(params string[] arguments)
    {
        var result = QuantaCommand.Run(arguments);
        Assert.True(result.ExitCode == 0, result.Errors);
        return result;
    }
}
