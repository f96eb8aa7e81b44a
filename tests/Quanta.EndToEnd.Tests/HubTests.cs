using System.Text.Json.Nodes;

namespace Quanta.EndToEnd.Tests;

/// <summary>Models and data sets by name: fetched from a hub on this machine, then found in the cache without it.</summary>
public sealed class HubTests : IDisposable
{
    private const string Model = "EleutherAI/pythia-70m";
    private readonly TinyWorld _world = new(documents: 6);
    private readonly FakeHub _hub = new();
    private readonly Dictionary<string, string> _variables;

    public HubTests()
    {
        _variables = new Dictionary<string, string>
        {
            ["HF_HOME"] = _world.In("hf"),
            ["HF_ENDPOINT"] = _hub.Endpoint.ToString(),
            ["HF_HUB_CACHE"] = "",
            ["HUGGINGFACE_HUB_CACHE"] = "",
            ["HF_TOKEN"] = "",
            ["HF_HUB_OFFLINE"] = "",
            ["TRANSFORMERS_OFFLINE"] = "",
        };
        var repository = _hub.Add(Model).Branch("step0").Branch("step1000");
        foreach (var file in Directory.GetFiles(_world.Model)) repository.Set(Path.GetFileName(file), File.ReadAllBytes(file));
    }

    public void Dispose()
    {
        _hub.Dispose();
        _world.Dispose();
    }

    [Fact]
    public void Checkpoints_are_fetched_by_name_and_their_losses_carry_it()
    {
        var fetched = Succeed("models", "fetch", $"{Model}@step0@step1000", "--json");
        var folders = JsonNode.Parse(fetched.Output)!;
        Assert.True(File.Exists(Path.Combine(folders[$"{Model}@step1000"]!.GetValue<string>(), "model.safetensors")));
        Assert.Contains("EleutherAI/pythia-70m@step0: 3 files of", fetched.Errors, StringComparison.Ordinal);
        Assert.Contains("free.", fetched.Errors, StringComparison.Ordinal);
        _hub.Dispose();
        Succeed("tokenize", "--pile", _world.Pile, "--tokenizer", Path.Combine(_world.Model, "tokenizer.json"), "--run", _world.In("run"));
        var losses = Succeed("losses", "--run", _world.In("run"), "--model", "pythia-70m", "--checkpoints", "0,1000").Output;
        Assert.Contains("pythia-70m@step0 ", losses, StringComparison.Ordinal);
        Assert.Contains("pythia-70m@step1000 ", losses, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dry_run_lists_and_fetches_nothing()
    {
        var list = JsonNode.Parse(Succeed("models", "fetch", "pythia-70m", "--dry-run", "--json").Output)!.AsArray();
        Assert.Equal(["config.json", "model.safetensors", "tokenizer.json"], list.Select(file => file!["file"]!.GetValue<string>()));
        Assert.False(Directory.Exists(_world.In("hf")));
        Assert.Empty(_hub.Storage.Requests);
    }

    [Fact]
    public void A_data_set_is_fetched_into_the_cache()
    {
        _hub.Add("datasets/someone/stories").Set("data/train-00000-of-00001.parquet", [1, 2, 3]);
        var results = JsonNode.Parse(Succeed("corpus", "fetch", "someone/stories", "--json").Output)!;
        Assert.Equal([1, 2, 3], File.ReadAllBytes(Path.Combine(results["folder"]!.GetValue<string>(), results["first_file"]!.GetValue<string>())));
    }

    [Fact]
    public void The_token_file_is_used_where_a_model_is_gated()
    {
        _hub.Add("meta/gated").Set("config.json", "{}").Set("model.safetensors", [1]).Token = "hf_mine";
        Assert.Contains("accept its licence at", Fail(1, "models", "fetch", "meta/gated"), StringComparison.Ordinal);
        Directory.CreateDirectory(_world.In("hf"));
        File.WriteAllText(_world.In("hf/token"), "hf_mine\n");
        Succeed("models", "fetch", "meta/gated");
        _variables["HF_HUB_DISABLE_IMPLICIT_TOKEN"] = "1";
        Assert.Contains("gated", Fail(1, "models", "fetch", "meta/gated"), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_the_cache_lacks_are_refused_with_the_command_that_fetches_them()
    {
        var refused = Fail(1, "losses", "--model", "pythia-70m@step7", "--tokens", _world.Pile, "--out", _world.In("x.npy"));
        Assert.Contains("`quanta models fetch EleutherAI/pythia-70m@step7`", refused, StringComparison.Ordinal);
        _variables["HF_HUB_OFFLINE"] = "1";
        Assert.Contains("No network is used offline", Fail(1, "models", "fetch", Model), StringComparison.Ordinal);
        Assert.Empty(_hub.Calls.Requests);
    }

    [Fact]
    public void Commands_that_make_no_sense_are_refused()
    {
        Assert.Contains("A model is required", Fail(2, "models", "fetch"), StringComparison.Ordinal);
        Assert.Contains("must be named without a revision", Fail(2, "models", "fetch", $"{Model}@step0", "--checkpoints", "log"), StringComparison.Ordinal);
        Assert.Contains("--endpoint must be the address of a hub", Fail(2, "models", "fetch", Model, "--endpoint", "hub"), StringComparison.Ordinal);
        Assert.Contains("is no name of the hub", Fail(1, "models", "fetch", "a/b/c"), StringComparison.Ordinal);
        Assert.Contains("no checkpoint of step 3", Fail(1, "models", "fetch", Model, "--checkpoints", "3"), StringComparison.Ordinal);
    }

    private CommandResult Succeed(params string[] arguments)
    {
        var result = QuantaCommand.RunWith(_variables, arguments);
        Assert.True(result.ExitCode == 0, result.Errors);
        return result;
    }

    private string Fail(int code, params string[] arguments)
    {
        var result = QuantaCommand.RunWith(_variables, arguments);
        Assert.True(result.ExitCode == code, $"Exit code {result.ExitCode}: {result.Errors}");
        return result.Errors;
    }
}
