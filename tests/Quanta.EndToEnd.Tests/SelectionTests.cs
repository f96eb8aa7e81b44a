using System.Text.Json.Nodes;
using Quanta.Formats.Numpy;

namespace Quanta.EndToEnd.Tests;

/// <summary>Selections that ask for more than a loss.</summary>
public sealed class SelectionTests : IDisposable
{
    private readonly TinyWorld _world = new();

    public SelectionTests()
    {
        Quanta("tokenize", "--pile", _world.Pile, "--tokenizer", Path.Combine(_world.Model, "tokenizer.json"));
        Quanta("losses", "--model", _world.Model);
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Rules_are_counted_and_what_they_say_holds()
    {
        var losses = Npy.Read(Path.Combine(_world.In("run"), "losses", "tiny.npy")).ToSingle();
        Npy.Write<long>(_world.In("mask.npy"), [.. Enumerable.Range(0, losses.Length / 2).Select(i => (long)i)], losses.Length / 2);
        var report = Select("--threshold", "8", "--at-least", "2", "--induction", "bigram", "--kinds", "word,space", "--mask", _world.In("mask.npy"), "--per-document", "2");
        Assert.True(report["selected"]!.GetValue<int>() > 0);
        Assert.InRange(report["most_in_one_document"]!.GetValue<int>(), 1, 2);
        Assert.True(report["left_after_mask"]!.GetValue<int>() <= report["kept_by_loss_alone"]!.GetValue<int>());
        foreach (var prediction in Npy.Read(Path.Combine(_world.In("run"), "selection", "predictions.npy")).ToInt64())
        {
            Assert.InRange(losses[prediction], 2, 8);
            Assert.InRange(prediction, 0, losses.Length / 2 - 1);
        }
    }

    [Fact]
    public void Every_document_that_has_any_is_there() =>
        Assert.Equal(Select("--threshold", "20", "--keep-inducible")["documents"]!.GetValue<int>(), Again("--threshold", "20", "--keep-inducible", "--every-document", "--count", "60")["documents"]!.GetValue<int>());

    [Theory]
    [InlineData(1, "has no losses of other. Those that are there: tiny", "--not-by", "other")]
    [InlineData(2, "--learned-by needs --not-by", "--learned-by", "tiny")]
    [InlineData(2, "--at-least must be below --threshold", "--at-least", "3")]
    [InlineData(2, "--kinds must be of", "--kinds", "verbs")]
    [InlineData(2, "leave one of the two out", "--keep-inducible", "--induction", "bigram")]
    public void What_makes_no_sense_is_refused_and_leaves_no_record(int exitCode, string sentence, params string[] options)
    {
        var result = QuantaCommand.Run(["select", "--run", _world.In("run"), .. options]);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(sentence, result.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_world.In("run"), "selection")) && File.Exists(Path.Combine(_world.In("run"), "selection", "predictions.npy")));
    }

    private JsonNode Select(params string[] options) => JsonNode.Parse(Quanta("select", [.. options, "--json"]))!;

    /// <summary>Another selection of the same corpus and losses, in a run of its own.</summary>
    private JsonNode Again(params string[] options)
    {
        var run = _world.In("again");
        foreach (var command in new string[][]
        {
            ["tokenize", "--pile", _world.Pile, "--tokenizer", Path.Combine(_world.Model, "tokenizer.json"), "--run", run], ["losses", "--model", _world.Model, "--run", run],
        })
            Assert.Equal(0, QuantaCommand.Run(command).ExitCode);
        var result = QuantaCommand.Run(["select", "--run", run, "--json", .. options]);
        Assert.True(result.ExitCode == 0, result.Errors);
        return JsonNode.Parse(result.Output)!;
    }

    private string Quanta(string verb, params string[] options)
    {
        var result = QuantaCommand.Run([verb, "--run", _world.In("run"), .. options]);
        Assert.True(result.ExitCode == 0, result.Errors);
        return result.Output;
    }
}
