using System.Text.Json;

namespace Quanta.EndToEnd.Tests;

/// <summary>What a reader of results must know stands with them, with --quiet, as JSON and on the page.</summary>
public sealed class CautionTests : IDisposable
{
    private readonly TinyWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_sketch_that_is_too_small_is_told_in_the_summary_in_JSON_and_on_the_page()
    {
        string[] cluster =
        [
            "cluster", "--pile", _world.Pile, "--model", _world.Model, "--run", _world.In("run"), "--threshold", "20", "--keep-inducible", "--count", "40",
            "--counts", "3", "--restarts", "1", "--stability", "0", "--method", "sketch", "--dimensions", "2", "--quiet",
        ];
        var text = QuantaCommand.Run(cluster);
        Assert.Equal(0, text.ExitCode);
        Assert.StartsWith("CAUTION: The sketch of 2 dimensions errs by", text.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(QuantaCommand.Run([.. cluster, "--json"]).Output);
        Assert.StartsWith("The sketch of 2 dimensions", json.RootElement.GetProperty("caution").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, json.RootElement.GetProperty("documents_with_end_of_text").GetInt64());
        var page = File.ReadAllText(Path.Combine(_world.In("run"), "report.html"));
        Assert.Contains("class=\"caution\"", page, StringComparison.Ordinal);
        Assert.Contains("bits per byte of text", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Losses_are_told_in_nats_and_in_bits_per_byte()
    {
        string[] run = ["--run", _world.In("run")];
        Assert.Equal(0, QuantaCommand.Run(["tokenize", "--pile", _world.Pile, "--tokenizer", Path.Combine(_world.Model, "tokenizer.json"), .. run]).ExitCode);
        using var json = JsonDocument.Parse(QuantaCommand.Run(["losses", "--model", _world.Model, "--json", .. run]).Output);
        var (nats, bits) = (json.RootElement.GetProperty("tiny").GetDouble(), json.RootElement.GetProperty("tiny_bits_per_byte").GetDouble());
        Expect.Near(nats / Math.Log(2), bits, 1e-9, "every token of this tokenizer is one byte");
    }
}
