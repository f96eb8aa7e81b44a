using System.Text.Json.Nodes;

namespace Quanta.EndToEnd.Tests;

/// <summary>The experiment on stories, on a model of a few steps: what stands in for the published files, and then as if that were the published ones.</summary>
public sealed class TinyStoriesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TinyStoriesTests() => File.WriteAllText(_folder.File("small.json"), Definition().ToJsonString());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Stories_and_a_model_are_made_and_their_clusters_described()
    {
        var result = Run();
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Contains("stories are made here", result.Errors, StringComparison.Ordinal);
        var values = JsonNode.Parse(result.Output)!;
        Assert.Equal((40, 60, 6), (values["stories"]!.GetValue<int>(), values["compared"]!.GetValue<int>(), values["clusters"]!.GetValue<int>()));
        // One layer of width 16: 12 * 16 * 16 of maps, and biases of 16 after attention, 64 and 16 of the MLP. Neither norms nor embeddings.
        Assert.Equal(12 * 16 * 16 + 16 + 64 + 16, values["entries_of_a_gradient"]!.GetValue<int>());
        var clusters = File.ReadAllLines(InResults("clusters.csv"));
        Assert.Equal(60, clusters.Skip(1).Sum(line => int.Parse(line.Split(',')[1], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Contains("a letter", File.ReadAllText(InResults("skills.csv")), StringComparison.Ordinal);
        Assert.Contains("A run of ours on a small model", File.ReadAllText(InResults("figure-14.svg")), StringComparison.Ordinal);
        Assert.StartsWith("\\tok[", File.ReadAllText(Directory.GetFiles(InResults(""), "cluster*.tex").Single()), StringComparison.Ordinal);
        var written = Written();
        Assert.Equal(0, Run("--quiet").ExitCode);
        Assert.Equal(written, Written());
    }

    [Fact]
    public void Named_files_take_the_place_of_the_published_ones_and_are_compared_with_their_figures()
    {
        Assert.Equal(0, Run().ExitCode);
        string[] files = ["--model", _folder.File("out/models/m"), "--tokenizer", _folder.File("out/tokenizer-300.json"), "--pile", _folder.File("out/stories/validation.jsonl")];
        var result = Run(files);
        Assert.True(result.ExitCode == 0, result.Errors);
        var values = JsonNode.Parse(result.Output)!;
        Assert.Equal("the same", values["published:_stories"]!.GetValue<string>());
        Assert.StartsWith("28329984, but here", values["published:_entries_of_a_gradient"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("stories,40,40,yes", File.ReadAllText(_folder.File("out/results-published/published.csv")), StringComparison.Ordinal);

        Assert.Contains("quanta corpus fetch roneneldan/TinyStories", Fails(1, files[..4]), StringComparison.Ordinal);
        Assert.Contains("quanta models fetch roneneldan/TinyStories-33M", Fails(1, files[4..]), StringComparison.Ordinal);
        Assert.Contains("--stand-in makes", Fails(2, ["--stand-in", .. files]), StringComparison.Ordinal);
    }

    [Fact]
    public void The_published_files_are_found_in_the_cache()
    {
        Assert.Equal(0, Run().ExitCode);
        foreach (var model in new[] { "models--roneneldan--TinyStories-33M", "models--EleutherAI--gpt-neo-125M" })
            foreach (var file in Directory.GetFiles(_folder.File("out/models/m"))) Cache(model, Path.GetFileName(file), file);
        Cache("datasets--roneneldan--TinyStories", "data/validation-00000-of-00001.parquet", Path.Combine(Repository.Root, "tests", "Quanta.Formats.Tests", "Goldens", "snappy.parquet"));
        var definition = Definition();
        definition["published"]!["scale"] = JsonNode.Parse("""{"document_tokens": 64, "stride": 1, "count": 20, "clusters": 3}""");
        File.WriteAllText(_folder.File("small.json"), definition.ToJsonString());

        var result = Run();
        Assert.True(result.ExitCode == 0, result.Errors);
        var values = JsonNode.Parse(result.Output)!;
        Assert.Equal(("TinyStories-33M", 6), (values["model"]!.GetValue<string>(), values["stories"]!.GetValue<int>()));
        Assert.Equal("40, but here 6", values["published:_stories"]!.GetValue<string>());
    }

    [Fact]
    public void Too_few_predictions_for_the_clusters_are_told()
    {
        var definition = Definition();
        definition["threshold_nats"] = 1e-6;
        File.WriteAllText(_folder.File("small.json"), definition.ToJsonString());
        Assert.Contains("but 6 clusters are wanted", Fails(1), StringComparison.Ordinal);
    }

    [Fact]
    public void Stories_are_a_corpus_of_their_own()
    {
        var result = QuantaCommand.Run("corpus", "stories", "--train-stories", "5", "--validation-stories", "2", "--out", _folder.File("stories"), "--json", "--quiet");
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Equal((5, 2), (File.ReadAllLines(_folder.File("stories/train.jsonl")).Length, File.ReadAllLines(_folder.File("stories/validation.jsonl")).Length));
        Assert.Equal(2, QuantaCommand.Run("corpus", "stories").ExitCode);
    }

    /// <summary>The committed experiment at a size that takes seconds; every prediction is below its threshold.</summary>
    private static JsonObject Definition()
    {
        var root = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "experiments", "tinystories", "tinystories.json")))!.AsObject();
        (root["threshold_nats"], root["restarts"], root["samples_shown"]) = (50, 2, 2);
        root["skills"] = JsonNode.Parse("""[{"name": "a letter", "pattern": "«.?[a-z]+»$", "is_shown": true}]""");
        root["published"]!["scale"] = JsonNode.Parse("""{"document_tokens": 64, "stride": 20, "count": 40, "clusters": 4}""");
        root["published"]!["known"]!["stories"] = 40;
        root["stand_in"] = JsonNode.Parse("""
            {"stories": {"train_stories": 50, "validation_stories": 40}, "vocabulary_entries": 300,
             "model": {"name": "m", "architecture": "gpt_neo", "hidden": 16, "layers": 1, "heads": 2, "context": 64,
                       "training": {"steps": 3, "tokens_per_step": 256, "tokens_per_shard": 128, "context_tokens": 64}},
             "scale": {"document_tokens": 64, "stride": 20, "count": 60, "clusters": 6}}
            """);
        return root;
    }

    /// <summary>Without what the hub's cache of this machine may have.</summary>
    private CommandResult Run(params string[] more) => QuantaCommand.RunWith(
        new Dictionary<string, string> { ["HF_HUB_CACHE"] = _folder.File("cache") }, ["tinystories", _folder.File("small.json"), "--out", _folder.File("out"), "--json", .. more]);

    /// <summary>Puts a file into the hub's cache, as its tools do where links are not possible.</summary>
    private void Cache(string repository, string name, string file)
    {
        var (commit, references) = (new string('a', 40), _folder.File($"cache/{repository}/refs"));
        Directory.CreateDirectory(references);
        File.WriteAllText(Path.Combine(references, "main"), commit);
        var path = _folder.File($"cache/{repository}/snapshots/{commit}/{name}");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Copy(file, path);
    }

    private string Fails(int exitCode, params string[] more)
    {
        var result = Run(more);
        Assert.Equal(exitCode, result.ExitCode);
        return result.Errors;
    }

    private string InResults(string name) => _folder.File($"out/results-stand-in/{name}");

    private string Written() => string.Join('\n', Directory.GetFiles(InResults("")).Order(StringComparer.Ordinal).Select(file => $"{file}: {File.ReadAllText(file)}"));
}
