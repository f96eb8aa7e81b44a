using Quanta.Discovery.Corpus;
using Quanta.Discovery.Losses;

namespace Quanta.Discovery.Tests.Corpus;

/// <summary>How much of a document is read at once.</summary>
public sealed class DocumentLengthTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_default_is_the_published_one_or_the_least_positions()
    {
        var (rotary, learned) = (Model("gpt_neox", 4096), Model("gpt2", 600));
        Assert.Equal(1024, DocumentLength.For([rotary], asked: null, "--window", SilentObserver.Instance));
        var observer = new CountingObserver();
        Assert.Equal(600, DocumentLength.For([rotary, learned], asked: null, "--window", observer));
        Assert.Contains("gpt2 has so many positions", Assert.Single(observer.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_a_model_has_is_refused_where_positions_end_and_taken_where_they_go_on()
    {
        Assert.Equal(9000, DocumentLength.For([Model("gpt_neox", 4096)], 9000, "--window", SilentObserver.Instance));
        Assert.Equal(600, DocumentLength.For([Model("gpt2", 600)], 600, "--window", SilentObserver.Instance));
        var error = Assert.Throws<ArgumentException>(() => DocumentLength.For([Model("gpt_neox", 300), Model("gpt2", 600)], 601, "--document-tokens", SilentObserver.Instance));
        Assert.Equal(
            "--document-tokens must be at most 600, the positions of gpt2, but it is 601: its positions are learned, and it has no more of them.", error.Message);
    }

    private ModelFolder Model(string type, int positions)
    {
        var folder = Directory.CreateDirectory(_folder.File(type)).FullName;
        File.WriteAllText(Path.Combine(folder, "config.json"), $$"""
            {"model_type": "{{type}}", "hidden_size": 8, "n_embd": 8, "num_hidden_layers": 1, "n_layer": 1, "num_attention_heads": 2, "n_head": 2, "intermediate_size": 8,
             "vocab_size": 9, "max_position_embeddings": {{positions}}, "n_positions": {{positions}}, "rotary_pct": 0.5}
            """);
        return new ModelFolder(folder, type);
    }
}
