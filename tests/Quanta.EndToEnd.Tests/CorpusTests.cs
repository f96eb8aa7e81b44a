using System.Text.Json;
using Quanta.Formats.Numpy;

namespace Quanta.EndToEnd.Tests;

/// <summary>Reading a corpus on the command line.</summary>
public sealed class CorpusTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CorpusTests() => ByteTokenizer.Write(_folder.File("tokenizer.json"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Lines_left_out_are_counted_in_the_output_also_when_quiet()
    {
        var result = Tokenize("--pile", Write("a", "{\"content\": \"ab\"}\nbroken\n"), Write("b", "{\"content\": \"c\", \"score\": NaN}\n"), "--field", "content", "--skip-bad-lines",
            "--quiet", "--json");

        Assert.Equal(0, result.ExitCode);
        var json = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal((2, 3, 1), (json.GetProperty("documents").GetInt32(), json.GetProperty("tokens").GetInt32(), json.GetProperty("lines_left_out").GetInt32()));
    }

    /// <summary>The same texts as JSON lines and as Arrow and Parquet columns give the same vocabulary.</summary>
    [Fact]
    public void A_vocabulary_is_learned_from_whatever_a_corpus_may_be()
    {
        var golden = Path.Combine(Repository.Root, "tests", "Quanta.Formats.Tests", "Goldens");
        string[] texts = ["The quick brown fox", "", "na\u00efve caf\u00e9 \u20ac\U0001f600", "The quick brown fox", "two\nlines", "last"];
        var lines = Write("a", string.Concat(texts.Select(text => JsonSerializer.Serialize(new { content = text }) + "\n")) + "broken\n");
        Assert.Equal(0, Vocabulary("lines.json", "--pile", lines, "--field", "content", "--skip-bad-lines").ExitCode);
        Assert.Equal(0, Vocabulary("parquet.json", "--pile", Path.Combine(golden, "snappy.parquet")).ExitCode);
        Assert.Equal(0, Vocabulary("arrow.json", "--pile", Path.Combine(golden, "file.arrow"), "--field", "text").ExitCode);
        foreach (var other in new[] { "parquet.json", "arrow.json" })
            Assert.Equal(File.ReadAllText(_folder.File("lines.json")), File.ReadAllText(_folder.File(other)));

        foreach (var (sentence, arguments) in new (string, string[])[]
        {
            ("--skip-bad-lines", ["--pile", lines, "--field", "content"]),
            ("holds token ids", ["--pile", Path.Combine(golden, "file.arrow"), "--field", "input_ids"]),
            ("texts are required, but there is none", ["--pile", Write("none", "")]),
        })
        {
            var refused = Vocabulary("refused.json", arguments);
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains(sentence, refused.Errors, StringComparison.Ordinal);
            Assert.False(File.Exists(_folder.File("refused.json")));
        }
    }

    [Fact]
    public void A_model_is_trained_on_the_field_that_is_named()
    {
        var corpus = Write("a", string.Concat(Enumerable.Repeat("{\"content\": \"abcabcabc abcabc\"}\n", 20)));
        string[] train =
        [
            "train", "--hidden", "8", "--layers", "1", "--heads", "1", "--train-tokens", "2048", "--batch", "1024", "--context", "16", "--corpus", corpus, "--test", corpus,
            "--tokenizer", _folder.File("tokenizer.json"), "--out", _folder.File("model"),
        ];
        Assert.Contains("\"text\"", QuantaCommand.Run(train).Errors, StringComparison.Ordinal);
        var trained = QuantaCommand.Run([.. train, "--field", "content"]);
        Assert.True(trained.ExitCode == 0, trained.Errors);
        Assert.True(File.Exists(_folder.File("model/config.json")));
    }

    [Fact]
    public void A_corpus_of_no_documents_is_an_error_in_a_sentence()
    {
        var result = Tokenize("--pile", Write("a", "{\"content\": \"ab\"}\n"), "--skip-bad-lines", "--quiet", "--json");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("none is left", result.Errors, StringComparison.Ordinal);
        Assert.Contains("--field", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_token_before_documents_is_the_users_and_is_recorded()
    {
        var result = Tokenize("--pile", Write("a", "{\"text\": \"ab\"}\n"), "--prefix-token", "10", "--quiet", "--json");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Equal([10, 97, 98], Npy.Read(_folder.File("run/corpus/tokens.npy")).ToInt32());
        var stage = JsonDocument.Parse(File.ReadAllText(_folder.File("run/run.json"))).RootElement.GetProperty("stages")[0];
        Assert.Equal("10", stage.GetProperty("options").GetProperty("prefix_token").GetString());
        Assert.Equal(10, stage.GetProperty("facts").GetProperty("tokens_before_documents")[0].GetInt32());
    }

    [Theory]
    [InlineData("first", 2, "--prefix-token must be none, bos or the id of a token, but it is \"first\"")]
    [InlineData("bos", 1, "must name a BOS")]
    [InlineData("70000", 1, "but it is 70000")]
    public void A_token_that_there_is_not_is_refused(string token, int exitCode, string complaint)
    {
        var result = Tokenize("--pile", Write("a", "{\"text\": \"ab\"}\n"), "--prefix-token", token);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(complaint, result.Errors, StringComparison.Ordinal);
    }

    private CommandResult Tokenize(params string[] arguments) =>
        QuantaCommand.Run(["tokenize", .. arguments, "--tokenizer", _folder.File("tokenizer.json"), "--run", _folder.File("run")]);

    private CommandResult Vocabulary(string name, params string[] arguments) =>
        QuantaCommand.Run(["corpus", "vocabulary", .. arguments, "--entries", "300", "--out", _folder.File(name), "--quiet"]);

    private string Write(string name, string content)
    {
        File.WriteAllText(_folder.File(name), content);
        return _folder.File(name);
    }
}
