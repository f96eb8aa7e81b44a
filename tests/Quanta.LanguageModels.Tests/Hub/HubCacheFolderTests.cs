using Quanta.LanguageModels.Hub;
using Quanta.LanguageModels.Hub.Cache;

namespace Quanta.LanguageModels.Tests.Hub;

public sealed class HubCacheFolderTests : IDisposable
{
    private const string Hash = "0123456789abcdef0123456789abcdef01234567", Other = "89abcdef0123456789abcdef0123456789abcdef";
    private readonly TemporaryFolder _cache = new();

    public void Dispose() => _cache.Dispose();

    [Fact]
    public void A_revision_is_found_through_its_reference_or_as_a_commit_and_names_the_results()
    {
        Add("models--EleutherAI--pythia-14m", "step143000", Hash);
        Add("models--EleutherAI--pythia-14m", "refs/pr/3", Other);
        var folder = Folder("EleutherAI/pythia-14m");
        Assert.Equal(new HubSnapshot(Path.Combine(folder.Path, "snapshots", Hash), "pythia-14m@step143000"), folder.Find("step143000"));
        Assert.Equal("pythia-14m@refs-pr-3", folder.Find("refs/pr/3").Name);
        Assert.Equal("pythia-14m@refs-pr-3", folder.Find(Other).Name);
        Assert.Null(folder.TryFind("step1"));
    }

    [Fact]
    public void The_revision_that_is_named_names_the_results_even_where_main_is_the_same_commit()
    {
        Add("models--gpt2", "main", Hash);
        Add("models--gpt2", "step9", Hash);
        Assert.Equal(("gpt2", "gpt2@step9", "gpt2"), (Folder("gpt2").Find(null).Name, Folder("gpt2").Find("step9").Name, Folder("gpt2").Find(Hash).Name));
    }

    [Fact]
    public void A_commit_that_no_reference_leads_to_is_named_by_its_first_digits()
    {
        Directory.CreateDirectory(_cache.File($"models--gpt2/snapshots/{Hash}"));
        Assert.Equal("gpt2@01234567", Folder("gpt2").Find(Hash).Name);
    }

    [Fact]
    public void A_reference_that_holds_no_commit_leads_nowhere()
    {
        Add("models--gpt2", "main", Hash);
        File.WriteAllText(_cache.File("models--gpt2/refs/step1"), "../../..");
        Assert.Null(Folder("gpt2").TryFind("step1"));
    }

    [SkippedOnWindowsFact]
    public void A_link_whose_target_is_gone_counts_as_absent()
    {
        Add("models--gpt2", "main", Hash);
        var snapshot = Folder("gpt2").Find("main");
        File.CreateSymbolicLink(Path.Combine(snapshot.Path, "model.safetensors"), "../../blobs/gone");
        Assert.Equal(["config.json"], snapshot.Files());
    }

    [Fact]
    public void All_repositories_of_a_kind_are_listed()
    {
        Add("models--gpt2", "main", Hash);
        Add("models--a--b", "main", Hash);
        Add("datasets--a--c", "main", Hash);
        Directory.CreateDirectory(_cache.File("models--a--empty"));
        Assert.Equal(["b", "gpt2"], HubCacheFolder.All(_cache.Path, HubKind.Model).Select(folder => folder.Name));
        Assert.Equal(["c"], HubCacheFolder.All(_cache.Path, HubKind.Dataset).Select(folder => folder.Name));
    }

    [Theory]
    [InlineData("a/b/c")]
    [InlineData("/a")]
    [InlineData("a/..")]
    [InlineData("a--b/c")]
    [InlineData("a/b@../../x")]
    [InlineData("a/b@")]
    [InlineData("a/b@.")]
    [InlineData("a/b@x\\y")]
    [InlineData("a/b@/x")]
    public void Names_that_could_lead_elsewhere_are_refused(string name) => Assert.Throws<ArgumentException>(() => HubReference.Parse(HubKind.Model, name));

    private HubCacheFolder Folder(string name) => HubCacheFolder.Of(_cache.Path, HubRepository.Of(HubKind.Model, name));

    private void Add(string folder, string revision, string hash)
    {
        var (reference, snapshot) = (_cache.File($"{folder}/refs/{revision}"), _cache.File($"{folder}/snapshots/{hash}"));
        Directory.CreateDirectory(Path.GetDirectoryName(reference)!);
        File.WriteAllText(reference, hash);
        Directory.CreateDirectory(snapshot);
        File.WriteAllText(Path.Combine(snapshot, "config.json"), "{}");
    }
}
