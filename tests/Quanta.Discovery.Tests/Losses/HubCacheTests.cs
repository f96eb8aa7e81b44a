using Quanta.Discovery.Losses;

namespace Quanta.Discovery.Tests.Losses;

public sealed class HubCacheTests : IDisposable
{
    private const string Hash = "0123456789abcdef0123456789abcdef01234567", Other = "89abcdef0123456789abcdef0123456789abcdef";
    private readonly TemporaryFolder _cache = new();

    private string Folder => _cache.File("models--EleutherAI--pythia-14m");

    public void Dispose() => _cache.Dispose();

    [Fact]
    public void A_snapshot_its_model_and_its_name_are_one_model()
    {
        Add("step143000", Hash);
        string[] ways = [Path.Combine(Folder, "snapshots", Hash), Folder, "EleutherAI/pythia-14m@step143000", "EleutherAI/pythia-14m"];
        foreach (var way in ways)
        {
            var model = ModelFolder.Find(HubCache.Resolve(way, _cache.Path)).Single();
            Assert.Equal(("pythia-14m@step143000", 143000L), (model.Name, model.Step));
        }
    }

    [Fact]
    public void The_main_revision_is_the_default_and_has_no_mark()
    {
        Add("main", Hash);
        Add("step512", Other);
        Assert.Equal("pythia-14m", ModelFolder.Find(HubCache.Resolve("EleutherAI/pythia-14m", _cache.Path)).Single().Name);
        Assert.Equal("pythia-14m@step512", ModelFolder.Find(HubCache.Resolve("EleutherAI/pythia-14m@step512", _cache.Path)).Single().Name);
        Assert.Equal("pythia-14m@step512", ModelFolder.Find(HubCache.Resolve($"EleutherAI/pythia-14m@{Other}", _cache.Path)).Single().Name);
    }

    [Theory, InlineData("EleutherAI/pythia-14m", "step1, step2"), InlineData("EleutherAI/pythia-14m@step3", "step1, step2")]
    public void A_revision_that_is_not_there_is_refused_with_those_that_are(string name, string revisions)
    {
        Add("step1", Hash);
        Add("step2", Other);
        Assert.Contains(revisions, Assert.Throws<InvalidDataException>(() => HubCache.Resolve(name, _cache.Path)).Message, StringComparison.Ordinal);
    }

    [Theory, InlineData("models/pythia"), InlineData("pythia-14m"), InlineData("a/b/c"), InlineData("/EleutherAI")]
    public void Other_paths_stay_as_they_are(string path) => Assert.Equal(path, HubCache.Resolve(path, _cache.Path));

    private void Add(string revision, string hash)
    {
        Directory.CreateDirectory(Path.Combine(Folder, "refs"));
        File.WriteAllText(Path.Combine(Folder, "refs", revision), hash);
        Directory.CreateDirectory(Path.Combine(Folder, "snapshots", hash));
        File.WriteAllText(Path.Combine(Folder, "snapshots", hash, "config.json"), "{}");
    }
}
