using System.Text.Json;
using System.Text.Json.Nodes;
using Quanta.Formats.Numpy;

namespace Quanta.EndToEnd.Tests;

/// <summary>Documents longer than what is read at once, as a user reads them whole.</summary>
public sealed class WindowTests : IDisposable
{
    private const int Window = 16, Stride = 5, LeastContext = 12;
    private static readonly string[] Windows = ["--window", "16", "--window-stride", "5"];

    private readonly TinyWorld _world = new(documents: 30, longest: 90);

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_run_in_windows_keeps_documents_whole_says_the_least_context_and_ends_alike_for_any_threads()
    {
        var text = Succeeds("cluster", [.. Cluster("run"), .. Windows, "--threads", "1"]);
        var sentence = $"in windows of {Window} tokens, each {Stride} further on: a token is predicted from at least {LeastContext} before it";
        Assert.Contains(sentence, text.Output, StringComparison.Ordinal);
        using var again = JsonDocument.Parse(Succeeds("cluster", [.. Cluster("run"), .. Windows, "--json"]).Output);
        Assert.Equal((Window, Stride, LeastContext), (Number(again, "window"), Number(again, "window_stride"), Number(again, "least_context")));
        Succeeds("cluster", [.. Cluster("other"), .. Windows, "--threads", "3"]);
        foreach (var artifact in new[] { "losses/tiny.npy", "selection/predictions.npy", "similarity/cosine.npy" })
            Assert.Equal(File.ReadAllBytes(_world.In($"run/{artifact}")), File.ReadAllBytes(_world.In($"other/{artifact}")));

        var offsets = Npy.Read(_world.In("run/corpus/documents.npy")).ToInt64();
        Assert.True(offsets.Zip(offsets.Skip(1), (start, end) => end - start).Max() > 3 * Window, "documents stay whole");
        var stages = JsonNode.Parse(File.ReadAllText(_world.In("run/run.json")))!["stages"]!.AsArray();
        foreach (var stage in new[] { "corpus", "losses/tiny" })
        {
            var windows = stages.Single(record => (string?)record!["stage"] == stage)!["options"]!["windows"]!;
            Assert.Equal((Window, Stride), ((int)windows["tokens"]!, (int)windows["stride"]!));
        }
        Assert.Contains($"in windows of {Window} tokens", File.ReadAllText(_world.In("run/report.html")), StringComparison.Ordinal);
    }

    /// <summary>60 tokens before a target would go beyond its window.</summary>
    [Fact]
    public void Samples_show_no_more_than_the_model_read()
    {
        Succeeds("cluster", [.. Cluster("run"), .. Windows]);
        var samples = Succeeds("samples", ["--run", _world.In("run"), "--format", "jsonl"]).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var before = samples.Select(line => JsonNode.Parse(line)!["before"]!.GetValue<string>().Length).ToList();
        Assert.NotEmpty(before);
        Assert.All(before, length => Assert.InRange(length, 1, Window)); // a token of this tokenizer is a character
        Assert.Contains(before, length => length >= LeastContext);
    }

    [Fact]
    public void Arrays_in_windows_are_those_of_a_run()
    {
        Succeeds("cluster", [.. Cluster("run"), .. Windows, "--documents", "1"]);
        var model = new[] { "--model", _world.Model, "--tokens", _world.In("run/corpus/tokens.npy") };
        Succeeds("losses", [.. model, .. Windows, "--out", _world.In("losses.npy")]);
        Assert.Equal(Npy.Read(_world.In("run/losses/tiny.npy")).ToSingle(), Npy.Read(_world.In("losses.npy")).ToSingle());
        Succeeds("losses", [.. model, "--window", "16", "--stride=5", "--out", _world.In("short.npy")]);
        Assert.Equal(File.ReadAllBytes(_world.In("losses.npy")), File.ReadAllBytes(_world.In("short.npy")));
        Succeeds("similarity", [.. model, .. Windows, "--predictions", _world.In("run/selection/predictions.npy"), "--out", _world.In("cosine.npy")]);
        Assert.Equal(Npy.Read(_world.In("run/similarity/cosine.npy")).ToSingle(), Npy.Read(_world.In("cosine.npy")).ToSingle());
    }

    [Fact]
    public void A_stage_alone_reads_as_the_corpus_says()
    {
        string[] run = ["--run", _world.In("run")];
        var tokenizer = Path.Combine(_world.Model, "tokenizer.json");
        Assert.Contains("least context", Succeeds("tokenize", ["--pile", _world.Pile, "--tokenizer", tokenizer, .. Windows, .. run]).Output, StringComparison.Ordinal);
        using var losses = JsonDocument.Parse(Succeeds("losses", ["--model", _world.Model, "--json", .. run]).Output);
        Assert.Equal(LeastContext, Number(losses, "least_context"));
        Fails(2, "--window-stride belongs to --tokens here", "losses", ["--model", _world.Model, "--window-stride", "4", .. run]);
        Fails(1, "with other settings", "tokenize", ["--pile", _world.Pile, "--tokenizer", tokenizer, "--window", "16", "--window-stride", "4", .. run]);
    }

    [Theory]
    [InlineData(2, "--window-stride must be at least 1, but it is 0", "--window-stride", "0")]
    [InlineData(2, "--window-stride must be at most --window, which is 16, but it is 17", "--window", "16", "--window-stride", "17")]
    [InlineData(2, "--window-stride must be at most the 256 tokens of a window, but it is 300", "--window-stride", "300")]
    [InlineData(2, "--window needs --window-stride", "--window", "16")]
    [InlineData(2, "--window-stride must be at most --window", "--window", "5000", "--window-stride", "5001")]
    public void Windows_that_make_no_sense_are_refused_before_the_run(int exitCode, string sentence, params string[] options)
    {
        Fails(exitCode, sentence, "cluster", [.. Cluster("run"), .. options]);
        Assert.False(Directory.Exists(_world.In("run")));
    }

    [Fact]
    public void Beyond_the_positions_of_a_rotary_model_a_caution_stays_where_results_are_read()
    {
        var config = Path.Combine(_world.Model, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"max_position_embeddings\":256", "\"max_position_embeddings\":20", StringComparison.Ordinal));
        Assert.DoesNotContain("CAUTION", Succeeds("cluster", [.. Cluster("within"), "--quiet"]).Output, StringComparison.Ordinal);
        var beyond = Succeeds("cluster", [.. Cluster("run"), "--document-tokens", "60", "--quiet"]);
        Assert.Contains("Caution: tiny was made to read 20 tokens at once, but reads up to 59 here", beyond.Errors, StringComparison.Ordinal);
        Assert.StartsWith("CAUTION: tiny was made to read 20 tokens at once", beyond.Output, StringComparison.Ordinal);
        var again = Succeeds("cluster", [.. Cluster("run"), "--document-tokens", "60", "--quiet", "--json"]);
        Assert.StartsWith("tiny was made to read 20", JsonNode.Parse(again.Output)!["caution"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("was made to read 20 tokens", File.ReadAllText(_world.In("run/run.json")), StringComparison.Ordinal);
        Assert.Contains("class=\"caution\"", File.ReadAllText(_world.In("run/report.html")), StringComparison.Ordinal);
    }

    private string[] Cluster(string run) =>
    [
        "--pile", _world.Pile, "--model", _world.Model, "--run", _world.In(run), "--threshold", "20", "--keep-inducible", "--count", "40", "--counts", "3", "--restarts", "1",
        "--stability", "0",
    ];

    private static int Number(JsonDocument json, string name) => json.RootElement.GetProperty(name).GetInt32();

    private static CommandResult Succeeds(string verb, string[] arguments)
    {
        var result = QuantaCommand.Run([verb, .. arguments]);
        Assert.True(result.ExitCode == 0, result.Errors);
        return result;
    }

    private static void Fails(int exitCode, string sentence, string verb, string[] arguments)
    {
        var result = QuantaCommand.Run([verb, .. arguments]);
        Assert.Contains(sentence, result.Errors, StringComparison.Ordinal);
        Assert.Equal(exitCode, result.ExitCode);
    }
}
