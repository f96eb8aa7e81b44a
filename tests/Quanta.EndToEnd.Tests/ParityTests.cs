namespace Quanta.EndToEnd.Tests;

/// <summary>quanta parity as a user runs it: a sweep, its figures, and discovery on one of its networks.</summary>
public sealed class ParityTests : IDisposable
{
    private const string Sweep = """
        {
          "name": "p-scaling-15",
          "base": { "tasks": 4, "bits": 10, "subsetSize": 2, "alpha": 1.4, "batchSize": 300, "steps": 1500, "logEvery": 50, "learningRate": 0.01, "testPoints": 1000, "testPointsPerTask": 50 },
          "grid": [ { "option": "width", "values": [24, 32] } ]
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_sweep_becomes_figures_and_its_network_is_discovered()
    {
        File.WriteAllText(_folder.File("sweep.json"), Sweep);
        Run(0, "sweep", _folder.File("sweep.json"), "--out", _folder.File("runs/p-scaling-15"));
        var published = Path.Combine(Repository.Root, "docs", "gallery", "data");
        var files = Run(0, "figures", _folder.File("runs"), "--out", _folder.File("figures"), "--published", published).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("figure-2.svg", files);
        Assert.Contains("figure-7.csv", files);
        Assert.All(files, file => Assert.True(new FileInfo(_folder.File($"figures/{file}")).Length > 0, file));
        var table = Run(0, "discover", _folder.File("runs/p-scaling-15/0001"), "--samples", "10").Output;
        Assert.StartsWith("part,clusterer,", table, StringComparison.Ordinal);
        Assert.Contains("ControlsOnly,spectral,", table, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_is_said_in_one_sentence()
    {
        Directory.CreateDirectory(_folder.File("empty"));
        Assert.Contains("p-scaling-15", Run(1, "figures", _folder.File("empty"), "--out", _folder.File("figures")).Errors, StringComparison.Ordinal);
        Assert.Contains("There is no folder", Run(1, "figures", _folder.File("absent"), "--out", _folder.File("figures")).Errors, StringComparison.Ordinal);
        Assert.Contains("no config.json", Run(1, "discover", _folder.File("empty")).Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("figures")));
    }

    private static CommandResult Run(int exitCode, params string[] arguments)
    {
        var result = QuantaCommand.Run(["parity", .. arguments]);
        Assert.True(result.ExitCode == exitCode, result.Errors);
        return result;
    }
}
