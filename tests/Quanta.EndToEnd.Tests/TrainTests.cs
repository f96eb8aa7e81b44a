namespace Quanta.EndToEnd.Tests;

/// <summary>From folders of text to a trained model and its losses, as a user goes.</summary>
public sealed class TrainTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_corpus_a_vocabulary_and_a_model_can_be_made_from_a_folder()
    {
        var texts = Directory.CreateDirectory(_folder.File("texts")).FullName;
        for (var i = 0; i < 30; i++) File.WriteAllText(Path.Combine(texts, $"{i}.txt"), string.Concat(Enumerable.Range(i, 60).Select(n => $"The number after {n} is {n + 1}, not {i}. ")));
        Run("corpus", "pack", "--source", $"numbers={texts}", "--out", _folder.File("corpus"), "--test-fraction", "0.2");
        Run("corpus", "vocabulary", "--pile", _folder.File("corpus/train.jsonl"), "--entries", "300", "--out", _folder.File("tokenizer.json"));
        File.WriteAllText(_folder.File("ladder.json"), """
            {"models": [
              {"name": "small", "hidden": 8, "layers": 1, "heads": 1, "context": 32, "training": {"steps": 4, "tokens_per_step": 64, "tokens_per_shard": 32, "context_tokens": 32}},
              {"name": "large", "hidden": 16, "layers": 2, "heads": 2, "context": 32, "checkpoint_ratio": 2, "training": {"steps": 4, "tokens_per_step": 64, "tokens_per_shard": 32, "context_tokens": 32}}]}
            """);
        var ladder = Train("ladder.json");
        Assert.Equal(0, ladder.ExitCode);
        Assert.Contains("large test loss, nats", ladder.Output, StringComparison.Ordinal);
        Run("tokenize", "--pile", _folder.File("corpus/test.jsonl"), "--tokenizer", _folder.File("models/large/tokenizer.json"), "--document-tokens", "32", "--run", _folder.File("run"));
        var losses = Run("losses", "--model", _folder.File("models/large/checkpoints"), _folder.File("models/small"), "--run", _folder.File("run"));
        Assert.Contains("large@step2", losses.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_missing_or_wrong_is_named()
    {
        Fails(2, "--corpus", "train");
        Fails(2, "--source", "corpus", "pack", "--out", _folder.File("out"));
        Fails(2, "KIND=DIR", "corpus", "pack", "--source", "texts", "--out", _folder.File("out"));
        Fails(1, "does not exist", "corpus", "pack", "--source", $"x={_folder.File("none")}", "--out", _folder.File("out"));
        Fails(1, "--dotnet-root", "corpus", "dotnet-docs", "--dotnet-root", _folder.Path, "--out", _folder.File("out"));
        File.WriteAllText(_folder.File("bad.json"), """{"models": [{"name": "x", "hidden": 7, "layers": 1, "heads": 2}]}""");
        Directory.CreateDirectory(_folder.File("corpus"));
        foreach (var name in new[] { "train", "test" }) File.WriteAllText(_folder.File($"corpus/{name}.jsonl"), """{"text": "a text"}""" + "\n");
        ByteTokenizer.Write(_folder.File("tokenizer.json"));
        var result = Train("bad.json");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("num_attention_heads must divide", result.Errors, StringComparison.Ordinal);
    }

    private static void Fails(int exitCode, string part, params string[] arguments)
    {
        var result = QuantaCommand.Run(arguments);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(part, result.Errors, StringComparison.Ordinal);
    }

    private static CommandResult Run(params string[] arguments)
    {
        var result = QuantaCommand.Run(arguments);
        Assert.True(result.ExitCode == 0, result.Errors);
        return result;
    }

    private CommandResult Train(string ladder) => QuantaCommand.Run(
        "train", _folder.File(ladder), "--corpus", _folder.File("corpus/train.jsonl"), "--test", _folder.File("corpus/test.jsonl"),
        "--tokenizer", _folder.File("tokenizer.json"), "--out", _folder.File("models"));
}
