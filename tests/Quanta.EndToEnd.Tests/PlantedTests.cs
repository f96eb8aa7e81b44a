using System.Text.Json.Nodes;

namespace Quanta.EndToEnd.Tests;

public sealed class PlantedTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>With a threshold of 20 nats every skill counts as learned, so that a model of four steps will do.</summary>
    [Fact]
    public void An_experiment_runs_from_its_definition_to_its_tables_and_figures()
    {
        WriteDefinition("""{"name": "gradients", "affinity": "angular"}""");
        var result = Run();
        Assert.True(result.ExitCode == 0, result.Errors);
        var ari = JsonNode.Parse(result.Output)!["adjusted_rand_index"]!.GetValue<double>();
        Assert.True(ari is >= -1 and <= 1, $"the adjusted Rand index is {ari}");
        foreach (var file in new[] { "scores.csv", "kinds.csv", "skills.csv", "exponents.csv", "losses.csv", "cosines.csv", "discrimination.csv", "damages.csv", "agreement.svg", "sizes.svg" })
            Assert.True(new FileInfo(_folder.File($"out/results/{file}")).Length > 0, file);
        var scores = File.ReadAllText(_folder.File("out/results/scores.csv"));
        Assert.Equal(0, Run().ExitCode);
        Assert.Equal(scores, File.ReadAllText(_folder.File("out/results/scores.csv")));
    }

    [Fact]
    public void Over_several_seeds_scores_come_with_their_spread()
    {
        WriteDefinition("""{"name": "heads", "vectors": "heads", "affinity": "angular"}, {"name": "mixed", "affinity": "angular", "sum": [{"kind": "heads", "weight": 2}, {"kind": "mlp", "weight": 1}], "treatment": {"center": true}}""");
        var result = Run("--seeds", "3,4,5");
        Assert.True(result.ExitCode == 0, result.Errors);
        var values = JsonNode.Parse(result.Output)!;
        Assert.Equal(3, values["seeds"]!.GetValue<int>());
        var rows = File.ReadAllLines(_folder.File("out/results/seeds.csv")).Skip(1).Select(line => line.Split(',')).ToList();
        Assert.Equal(3 * 2 * 2, rows.Count);
        var summary = File.ReadAllLines(_folder.File("out/results/agreement.csv")).Skip(1).Select(line => line.Split(',')).Single(row => row[0] == "mixed" && row[1] == "hdbscan");
        var of = rows.Where(row => row[1] == "mixed" && row[2] == "hdbscan").Select(row => double.Parse(row[5], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Expect.Near(of.Average(), double.Parse(summary[4], System.Globalization.CultureInfo.InvariantCulture), 1e-4, "four decimals");
        Assert.Equal("1", summary[2]);
        Assert.Equal(3, File.ReadAllLines(_folder.File("out/results/discrimination.csv")).Length);
        Assert.NotEqual(File.ReadAllText(_folder.File("out/seed-3/corpus/test.jsonl")), File.ReadAllText(_folder.File("out/seed-4/corpus/test.jsonl")));
        Assert.Equal(2, Run("--seeds", "3,3").ExitCode);
    }

    private void WriteDefinition(string variants) => File.WriteAllText(_folder.File("small.json"), $$"""
        {"corpus": {"train_documents": 40, "test_documents": 10, "document_tokens": 128, "facts": 20},
         "models": [{"name": "m", "hidden": 8, "layers": 1, "heads": 1, "context": 128, "checkpoint_ratio": 2,
                     "training": {"steps": 4, "tokens_per_step": 256, "tokens_per_shard": 128, "context_tokens": 128} }],
         "threshold_nats": 20, "count": 100, "cluster_counts": [5], "clusterers": ["average-linkage", "hdbscan"], "variants": [{{variants}}]}
        """);

    private CommandResult Run(params string[] options) => QuantaCommand.Run(["planted", _folder.File("small.json"), "--out", _folder.File("out"), "--json", "--quiet", .. options]);
}
