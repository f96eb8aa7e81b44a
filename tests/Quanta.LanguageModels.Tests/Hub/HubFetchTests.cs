using Quanta.LanguageModels.Hub;
using Quanta.LanguageModels.Hub.Cache;

namespace Quanta.LanguageModels.Tests.Hub;

public sealed class HubFetchTests : IDisposable
{
    private readonly HubScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task A_model_lands_in_the_layout_that_all_programs_share()
    {
        var snapshot = await _scene.FetchAsync();
        var commit = _scene.Repository.Revisions["main"];
        Assert.Equal(Path.Combine(_scene.Folder, "snapshots", commit), snapshot);
        Assert.Equal(commit, File.ReadAllText(Path.Combine(_scene.Folder, "refs", "main")));
        Assert.Equal(["config.json", "model.safetensors", "tokenizer.json"], Directory.GetFiles(snapshot).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        HubScene.AssertWhole(snapshot);
        string[] hashes =
        [
            FakeHub.HashOf("config.json", "{}"u8.ToArray()), FakeHub.HashOf("tokenizer.json", "{\"a\": 1}"u8.ToArray()),
            FakeHub.HashOf(HubScene.Weights, HubScene.Content(300_000)),
        ];
        var blobs = Directory.GetFiles(Path.Combine(_scene.Folder, "blobs")).Select(Path.GetFileName);
        Assert.Equal(hashes.Order(StringComparer.Ordinal), blobs.Order(StringComparer.Ordinal));
        Assert.True(File.Exists(Path.Combine(_scene.Cache, "CACHEDIR.TAG")));
        Assert.Equal("pythia-70m", HubCacheFolder.Of(_scene.Cache, HubRepository.Of(HubKind.Model, HubScene.Model)).Find(null).Name);
    }

    [SkippedOnWindowsFact]
    public async Task Links_are_relative_so_that_a_cache_can_move()
    {
        var snapshot = await _scene.FetchAsync();
        Assert.Equal($"../../blobs/{FakeHub.HashOf("config.json", "{}"u8.ToArray())}", new FileInfo(Path.Combine(snapshot, "config.json")).LinkTarget);
    }

    [Fact]
    public async Task Where_links_are_impossible_snapshots_hold_plain_files()
    {
        _scene.Options = _scene.Options with { MakeLinks = false };
        var plans = await _scene.FetchAllAsync(HubScene.Model, $"{HubScene.Model}@step1000");
        foreach (var plan in plans)
        {
            HubScene.AssertWhole(plan.Snapshot);
            Assert.Null(new FileInfo(Path.Combine(plan.Snapshot, HubScene.Weights)).LinkTarget);
        }
        Assert.Empty(Directory.GetFiles(Path.Combine(_scene.Folder, "blobs")));
        await _scene.FetchAsync();
        Assert.Single(_scene.Hub.Storage.Requests);
    }

    [Fact]
    public async Task What_is_there_is_not_fetched_again_and_revisions_share_their_content()
    {
        await _scene.FetchAllAsync($"{HubScene.Model}@step1000", HubScene.Model);
        Assert.Single(_scene.Hub.Storage.Requests);
        Assert.Equal(300_000 + 2 + 8, _scene.Advanced);
        var calls = _scene.Hub.Calls.Requests.Count;
        using var fetch = new HubFetch(_scene.Options, _scene);
        var plan = await fetch.PlanModelAsync(HubReference.Parse(HubKind.Model, HubScene.Model), CancellationToken.None);
        Assert.Equal((0L, true), (fetch.Room([plan]).Missing, plan.Files.All(file => file.IsThere)));
        await fetch.FetchAsync([plan], CancellationToken.None);
        Assert.DoesNotContain(_scene.Hub.Calls.Requests.Skip(calls), request => request.Target.Contains("/resolve/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Files_are_asked_for_by_commit_and_without_compression()
    {
        await _scene.FetchAsync($"{HubScene.Model}@step1000");
        var commit = _scene.Repository.Revisions["step1000"];
        Assert.All(_scene.Hub.Calls.Requests, request => Assert.Equal("identity", request.Header("Accept-Encoding")));
        Assert.All(_scene.Hub.Calls.Requests.Skip(1), request => Assert.Contains(commit, request.Target, StringComparison.Ordinal));
        Assert.Equal($"/api/models/{HubScene.Model}/revision/step1000", _scene.Hub.Calls.Requests[0].Target);
    }

    [Fact]
    public async Task Weights_in_several_files_come_with_their_index_and_nothing_else()
    {
        const string Index = "model.safetensors.index.json";
        const string One = "model-00001-of-00002.safetensors", Two = "model-00002-of-00002.safetensors";
        var sharded = _scene.Hub.Add("someone/sharded").Set("config.json", "{}").Set(One, HubScene.Content(10)).Set(Two, HubScene.Content(20))
            .Set("pytorch_model.bin", HubScene.Content(30)).Set(Index, $$$"""{"weight_map": {"a": "{{{Two}}}", "b": "{{{One}}}"}}""");
        var plan = (await _scene.FetchAllAsync("someone/sharded"))[0];
        Assert.Equal(["config.json", Index, One, Two], plan.Files.Select(file => file.File.Path));
        sharded.Set(Index, """{"weight_map": {"a": "../../outside.safetensors"}}""", revision: "evil");
        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => _scene.FetchAsync("someone/sharded@evil"));
        Assert.Contains("only files beside the index", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../outside.json")]
    [InlineData("a/../../outside.json")]
    [InlineData("/outside.json")]
    [InlineData("a\\outside.json")]
    [InlineData("c:outside.json")]
    public async Task File_names_that_lead_out_of_the_cache_are_refused(string path)
    {
        _scene.Repository.Set(path, "out");
        Assert.Contains("could lead out of its folder", await _scene.FailureAsync(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_scene.Folder));
    }

    [Fact]
    public async Task A_disk_without_room_is_told_of_before_the_first_byte()
    {
        _scene.Options = _scene.Options with { FreeBytes = _ => 300_009 };
        Assert.Contains("300,009 bytes free, but 300,010 are to be fetched", await _scene.FailureAsync(), StringComparison.Ordinal);
        Assert.Empty(_scene.Hub.Storage.Requests);
        _scene.Options = _scene.Options with { FreeBytes = _ => 300_010 };
        HubScene.AssertWhole(await _scene.FetchAsync());
    }

    [Fact]
    public async Task Offline_no_network_is_used_and_the_cache_answers_if_it_can()
    {
        var offline = _scene.Options with { IsOffline = true };
        (_scene.Options, var online) = (offline, _scene.Options);
        Assert.Contains("does not have EleutherAI/pythia-70m either", await _scene.FailureAsync(), StringComparison.Ordinal);
        _scene.Options = online;
        var snapshot = await _scene.FetchAsync();
        var calls = _scene.Hub.Calls.Requests.Count;
        _scene.Options = offline;
        var plan = (await _scene.FetchAllAsync(HubScene.Model))[0];
        Assert.Equal((snapshot, true, calls), (plan.Snapshot, plan.IsFromCache, _scene.Hub.Calls.Requests.Count));
        Assert.Contains("taken from the cache", plan.Caution, StringComparison.Ordinal);
        File.Delete(Path.Combine(_scene.Folder, "blobs", FakeHub.HashOf(HubScene.Weights, HubScene.Content(300_000))));
        Assert.Contains("not whole: its copy in the cache has no weights", await _scene.FailureAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hub_out_of_reach_leaves_what_the_cache_holds()
    {
        var snapshot = await _scene.FetchAsync();
        _scene.Hub.Dispose();
        var plan = (await _scene.FetchAllAsync(HubScene.Model))[0];
        Assert.Equal((snapshot, true), (plan.Snapshot, plan.IsFromCache));
        Assert.Contains("out of reach", plan.Caution, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_steps_of_a_model_are_its_branches()
    {
        _scene.Repository.Branch("step0").Branch("stepwise").Branch("step16");
        using var fetch = new HubFetch(_scene.Options, _scene);
        Assert.Equal([0, 16, 1000], await fetch.StepsAsync(HubRepository.Of(HubKind.Model, HubScene.Model), CancellationToken.None));
    }
}
