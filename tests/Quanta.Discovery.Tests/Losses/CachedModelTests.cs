using Quanta.Discovery.Losses;
using Quanta.LanguageModels.Hub;
using Quanta.LanguageModels.Hub.Cache;

namespace Quanta.Discovery.Tests.Losses;

public sealed class CachedModelTests : IDisposable
{
    private const string Hash = "0123456789abcdef0123456789abcdef01234567", Other = "89abcdef0123456789abcdef0123456789abcdef";
    private readonly TemporaryFolder _cache = new();

    private HubCacheFolder Folder => HubCacheFolder.Of(_cache.Path, HubRepository.Of(HubKind.Model, "EleutherAI/pythia-14m"));

    public void Dispose() => _cache.Dispose();

    [Fact]
    public void A_snapshot_its_repository_and_its_name_are_one_model()
    {
        Add("step143000", Hash);
        string[] paths = [Folder.Path, Path.Combine(Folder.Path, "snapshots", Hash)];
        ModelFolder[] ways = [.. paths.SelectMany(ModelFolder.Find), ModelFolder.Of(Folder.Find("step143000")), ModelFolder.Of(Folder.Find(null))];
        Assert.Equal(4, ways.Length);
        Assert.All(ways, model => Assert.Equal(("pythia-14m@step143000", 143000L), (model.Name, model.Step)));
    }

    [Fact]
    public void The_main_revision_is_the_default_and_has_no_mark()
    {
        Add("main", Hash);
        Add("step512", Other);
        Assert.Equal("pythia-14m", ModelFolder.Find(Folder.Path).Single().Name);
        Assert.Equal("pythia-14m@step512", ModelFolder.Of(Folder.Find("step512")).Name);
        Assert.Equal("pythia-14m@step512", ModelFolder.Of(Folder.Find(Other)).Name);
    }

    [Theory, InlineData(null), InlineData("step3")]
    public void A_revision_that_is_not_there_is_refused_with_those_that_are(string? revision)
    {
        Add("step1", Hash);
        Add("step2", Other);
        Assert.Contains("step1, step2", Assert.Throws<InvalidDataException>(() => Folder.Find(revision)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_snapshot_of_which_only_a_part_was_fetched_is_refused()
    {
        Add("main", Hash);
        File.Delete(Path.Combine(Folder.Path, "snapshots", Hash, "config.json"));
        Assert.Contains("no whole model", Assert.Throws<InvalidDataException>(() => ModelFolder.Find(Folder.Path)).Message, StringComparison.Ordinal);
    }

    private void Add(string revision, string hash)
    {
        Directory.CreateDirectory(Path.Combine(Folder.Path, "refs"));
        File.WriteAllText(Path.Combine(Folder.Path, "refs", revision), hash);
        Directory.CreateDirectory(Path.Combine(Folder.Path, "snapshots", hash));
        File.WriteAllText(Path.Combine(Folder.Path, "snapshots", hash, "config.json"), "{}");
    }
}
