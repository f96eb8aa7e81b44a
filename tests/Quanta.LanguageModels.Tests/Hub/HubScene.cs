using System.Collections.Concurrent;
using System.Text;
using Quanta.LanguageModels.Hub;

namespace Quanta.LanguageModels.Tests.Hub;

/// <summary>A hub on this machine with one model, an empty cache, and a clock on which waits take no time.</summary>
internal sealed class HubScene : IHubObserver, IDisposable
{
    public const string Model = "EleutherAI/pythia-70m", Weights = "model.safetensors";
    private readonly TemporaryFolder _folder = new();
    private long _advanced;

    public HubScene()
    {
        Repository = Hub.Add(Model)
            .Set("config.json", "{}").Set("tokenizer.json", "{\"a\": 1}").Set(Weights, Content(300_000)).Set("modeling.py", "print()").Set("README.md", "# Pythia")
            .Set("pytorch_model.bin", Content(100)).Set("flax_model.msgpack", "flax").Branch("step1000");
        Options = new HubOptions
        {
            Cache = Cache,
            Endpoint = Hub.Endpoint,
            Clock = Clock,
            HeaderTimeout = TimeSpan.FromMinutes(1),
            ReadTimeout = TimeSpan.FromMinutes(1),
        };
    }

    /// <summary>Waits for no answer longer than a busy machine may take to give one.</summary>
    public void BeImpatient() => Options = Options with { HeaderTimeout = TimeSpan.FromSeconds(2), ReadTimeout = TimeSpan.FromSeconds(2) };

    public FakeHub Hub { get; } = new();

    public FakeRepository Repository { get; }

    public PromptClock Clock { get; } = new();

    public HubOptions Options { get; set; }

    public string Cache => _folder.File("hub");

    public string Folder => Path.Combine(Cache, "models--EleutherAI--pythia-70m");

    public ConcurrentQueue<string> Notes { get; } = new();

    /// <summary>The bytes that observers were told of.</summary>
    public long Advanced => _advanced;

    /// <summary>Bytes that do not repeat within themselves, so that a piece in the wrong place shows.</summary>
    public static byte[] Content(int length) => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, length / 4 + 1).Select(i => $"{i:x4}")))[..length];

    /// <summary>Fetches a model as it is named and returns its folder.</summary>
    public async Task<string> FetchAsync(string name = Model) => (await FetchAllAsync(name))[0].Snapshot;

    public async Task<IReadOnlyList<FetchPlan>> FetchAllAsync(params string[] names)
    {
        using var fetch = new HubFetch(Options, this);
        var plans = new List<FetchPlan>();
        foreach (var name in names) plans.Add(await fetch.PlanModelAsync(HubReference.Parse(HubKind.Model, name), CancellationToken.None));
        await fetch.FetchAsync(plans, CancellationToken.None);
        return plans;
    }

    /// <summary>The sentence with which a fetch fails.</summary>
    public async Task<string> FailureAsync(string name = Model) => (await Assert.ThrowsAsync<HubException>(() => FetchAsync(name))).Message;

    /// <summary>Fails unless the weights in a snapshot are those of the hub.</summary>
    public static void AssertWhole(string snapshot) => Assert.Equal(Content(300_000), File.ReadAllBytes(Path.Combine(snapshot, Weights)));

    /// <summary>Fails where the cache has content under its final name.</summary>
    public void AssertNoWeights()
    {
        var blob = Path.Combine(Folder, "blobs", FakeHub.HashOf(Weights, Content(300_000)));
        Assert.False(File.Exists(blob), $"{blob} is there, though the fetch failed.");
        Assert.False(File.Exists(Path.Combine(Folder, "refs", "main")), "The reference is there, though the fetch failed.");
    }

    public void Advance(long bytes) => Interlocked.Add(ref _advanced, bytes);

    public void Note(string sentence) => Notes.Enqueue(sentence);

    public void Dispose()
    {
        Hub.Dispose();
        _folder.Dispose();
    }
}

/// <summary>A clock whose timers go off at once, and which remembers what they were set to.</summary>
internal sealed class PromptClock : TimeProvider
{
    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero) Waits.Enqueue(dueTime);
        return base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : dueTime, period);
    }
}
