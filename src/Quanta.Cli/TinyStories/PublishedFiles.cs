using Quanta.Cli.Hub;
using Quanta.Cli.Options;
using Quanta.Cli.Verbs;
using Quanta.Discovery.Losses;
using Quanta.Discovery.TinyStories;
using Quanta.LanguageModels.Hub;
using Quanta.LanguageModels.Hub.Cache;
using Quanta.LanguageModels.Hub.Datasets;

namespace Quanta.Cli.TinyStories;

/// <summary>The published model, stories and tokenizer: where the user says, or in the Hugging Face cache. No network is used.</summary>
internal static class PublishedFiles
{
    /// <summary>Finds them; null where there is neither the model nor the stories.</summary>
    /// <param name="published">What they are called.</param>
    /// <param name="model">The model that the user names, or null.</param>
    /// <param name="stories">The stories that the user names, or none.</param>
    /// <param name="tokenizer">The tokenizer that the user names, or null.</param>
    /// <exception cref="InvalidDataException">One of them is there and another is not.</exception>
    public static StorySources? Find(PublishedStories published, string? model, IReadOnlyList<string> stories, string? tokenizer)
    {
        var foundModel = model is not null || IsCached(published.Model) ? Require.Model([model ?? published.Model], "the published model") : null;
        var foundStories = stories.Count > 0 ? stories : CachedStories(published);
        if (foundModel is null && foundStories.Count == 0 && tokenizer is null) return null;
        if (foundModel is null) throw Missing("the model", $"quanta models fetch {published.Model}", "--model DIR");
        if (foundStories.Count == 0) throw Missing("the stories", $"quanta corpus fetch {published.DataSet} --split {published.Split}", "--pile PATH");
        var foundTokenizer = tokenizer ?? TokenizerOf(published, foundModel);
        SameTokenizer.Require(foundTokenizer, [foundModel]);
        return new StorySources(foundStories, foundTokenizer, foundModel, published.Scale, ArePublished: true);
    }

    private static string TokenizerOf(PublishedStories published, ModelFolder model)
    {
        var cached = IsCached(published.Tokenizer) ? ModelPaths.Find(published.Tokenizer)[0].TokenizerPath : null;
        if (cached is not null && File.Exists(cached)) return cached;
        return File.Exists(model.TokenizerPath) ? model.TokenizerPath : throw Missing("a tokenizer", $"quanta models fetch {published.Tokenizer}", "--tokenizer FILE");
    }

    private static InvalidDataException Missing(string what, string command, string option) =>
        new($"{Capitalised(what)} of the published experiment is required, but it is neither named nor in the Hugging Face cache {HubEnvironment.OfProcess.Cache}, while other "
            + $"parts are. Fetch it with `{command}`, name it with {option}, or make all of it anew with --stand-in.");

    private static string Capitalised(string words) => char.ToUpperInvariant(words[0]) + words[1..];

    private static bool IsCached(string model) => HubCacheFolder.Of(HubEnvironment.OfProcess.Cache, HubRepository.Of(HubKind.Model, model)).Exists;

    private static List<string> CachedStories(PublishedStories published)
    {
        var dataset = HubReference.Parse(HubKind.Dataset, published.DataSet);
        if (DatasetFiles.InCache(HubEnvironment.OfProcess.Cache, dataset) is not { } cached) return [];
        if (cached.Splits.All(split => split.Name != published.Split)) return [];
        var chosen = DatasetSplit.Choose(cached.Splits, config: null, published.Split, $"{published.DataSet} in the cache");
        return [.. chosen.Paths.Select(path => Path.Combine(cached.Snapshot.Path, path))];
    }
}
