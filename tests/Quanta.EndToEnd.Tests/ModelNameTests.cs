using System.Text.Json.Nodes;

namespace Quanta.EndToEnd.Tests;

/// <summary>Which models may read a run's corpus, and how they are told apart.</summary>
public sealed class ModelNameTests : IDisposable
{
    private readonly TinyWorld _world = new(documents: 6);

    public ModelNameTests()
    {
        CopyModel("other");
        Succeed("tokenize", "--pile", _world.Pile, "--tokenizer", Path.Combine(_world.Model, "tokenizer.json"), "--run", _world.In("run"));
    }

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("losses")]
    [InlineData("similarity")]
    public void A_model_of_another_tokenizer_is_refused(string verb)
    {
        Reletter();
        var result = QuantaCommand.Run(verb, "--run", _world.In("run"), "--model", _world.In("other"));
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("must be cut by the tokenizer of other", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("losses/other", File.ReadAllText(Path.Combine(_world.In("run"), "run.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_main_job_refuses_models_of_different_tokenizers_before_it_begins()
    {
        Reletter();
        var result = QuantaCommand.Run("cluster", "--pile", _world.Pile, "--run", _world.In("new"), "--model", _world.Model, _world.In("other"));
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("must be cut by the tokenizer of other", result.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_world.In("new")));
    }

    [Fact]
    public void A_model_without_a_tokenizer_or_with_an_equal_one_passes()
    {
        var tokenizer = Path.Combine(_world.In("other"), "tokenizer.json");
        File.WriteAllText(tokenizer, JsonNode.Parse(File.ReadAllText(tokenizer))!.ToJsonString(new() { WriteIndented = true }));
        CopyModel("bare");
        File.Delete(Path.Combine(_world.In("bare"), "tokenizer.json"));
        Succeed("losses", "--run", _world.In("run"), "--model", _world.In("other"), _world.In("bare"));
    }

    [Fact]
    public void Two_models_of_one_folder_name_are_refused_with_a_way_out()
    {
        CopyModel("x/tiny");
        var result = QuantaCommand.Run("losses", "--run", _world.In("run"), "--model", _world.Model, _world.In("x/tiny"));
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("are both called tiny", result.Errors, StringComparison.Ordinal);
        Assert.Contains("ln -s", result.Errors, StringComparison.Ordinal);
    }

    private void CopyModel(string name)
    {
        Directory.CreateDirectory(_world.In(name));
        foreach (var file in Directory.GetFiles(_world.Model)) File.Copy(file, Path.Combine(_world.In(name), Path.GetFileName(file)));
    }

    /// <summary>Lets a and b change places in the other model's vocabulary.</summary>
    private void Reletter()
    {
        var path = Path.Combine(_world.In("other"), "tokenizer.json");
        var file = JsonNode.Parse(File.ReadAllText(path))!;
        var vocabulary = file["model"]!["vocab"]!.AsObject();
        var (a, b) = (vocabulary["a"]!.GetValue<int>(), vocabulary["b"]!.GetValue<int>());
        (vocabulary["a"], vocabulary["b"]) = (b, a);
        File.WriteAllText(path, file.ToJsonString());
    }

    private static void Succeed(params string[] arguments)
    {
        var result = QuantaCommand.Run(arguments);
        Assert.True(result.ExitCode == 0, result.Errors);
    }
}
