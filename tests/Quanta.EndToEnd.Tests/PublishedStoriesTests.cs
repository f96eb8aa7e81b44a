using System.Text.Json.Nodes;
using Quanta.Cli.Hub;
using Quanta.Cli.TinyStories;
using Quanta.Discovery.TinyStories;
using Quanta.Formats.Numpy;
using Quanta.LanguageModels.Architectures;
using Quanta.LanguageModels.Gradients;
using Quanta.LanguageModels.Hub;
using Quanta.LanguageModels.Hub.Cache;

namespace Quanta.EndToEnd.Tests;

/// <summary>What the published notebooks tell of TinyStories, where the cache has its files: of the tokens all, of the losses the one that is known.</summary>
public sealed class PublishedStoriesTests : IDisposable
{
    private static readonly PublishedStories Published =
        TinyStoriesDefinition.Read(Path.Combine(Repository.Root, "experiments", "tinystories", "tinystories.json")).Published;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [CachedStoriesFact]
    public void The_published_figures_are_found()
    {
        var (files, known) = (PublishedFiles.Find(Published, model: null, stories: [], tokenizer: null)!, Published.Known);
        var corpus = Succeed(["tokenize", "--tokenizer", files.Tokenizer, "--document-tokens", "2048", "--run", _folder.File("run"), "--pile", .. files.Stories]);
        var documents = Npy.Read(_folder.File("run/corpus/documents.npy")).ToInt64();
        var lengths = documents.Skip(1).Zip(documents, (end, start) => (int)(end - start)).ToList();

        var first = Npy.Read(_folder.File("run/corpus/tokens.npy")).ToInt32()[..lengths[0]];
        Npy.Write<int>(_folder.File("first.npy"), first, first.Length);
        Assert.Equal(0, QuantaCommand.Run("losses", "--tokens", _folder.File("first.npy"), "--model", files.Model.Path, "--out", _folder.File("losses.npy")).ExitCode);
        var found = new KnownFigures(
            corpus["documents"]!.GetValue<int>(), lengths.IndexOf(lengths.Max()), lengths.Max(), corpus["predictions"]!.GetValue<long>(), known.LossIndex,
            Npy.Read(_folder.File("losses.npy")).ToSingle()[known.LossIndex], ParameterSet.Published(ArchitectureRegistry.ReadConfig(files.Model.ConfigPath)).Length);
        Assert.All(known.Compare(found), check => Assert.True(check.Agrees, $"{check.What}: {check.Found}, published {check.Published}"));
    }

    private static JsonNode Succeed(params string[] arguments)
    {
        var result = QuantaCommand.Run([.. arguments, "--json"]);
        Assert.True(result.ExitCode == 0, result.Errors);
        return JsonNode.Parse(result.Output)!;
    }

    /// <summary>A test that needs the published model and stories in the Hugging Face cache, and is skipped where they are not.</summary>
    private sealed class CachedStoriesFactAttribute : FactAttribute
    {
        public CachedStoriesFactAttribute()
        {
            (HubKind, string)[] needed = [(HubKind.Model, Published.Model), (HubKind.Dataset, Published.DataSet)];
            foreach (var (kind, name) in needed)
                if (!HubCacheFolder.Of(HubEnvironment.OfProcess.Cache, HubRepository.Of(kind, name)).Exists) Skip = $"The Hugging Face cache does not have {name}.";
        }
    }
}
