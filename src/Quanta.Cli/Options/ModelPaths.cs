using Quanta.Cli.Hub;
using Quanta.Discovery.Losses;
using Quanta.LanguageModels.Hub;
using Quanta.LanguageModels.Hub.Cache;

namespace Quanta.Cli.Options;

/// <summary>What --model names: folders, or OWNER/NAME and OWNER/NAME@REVISION in the Hugging Face cache, which is found as its own tools find it. No network is
/// used.</summary>
internal static class ModelPaths
{
    /// <summary>The models that a path or a name means, see <see cref="ModelFolder.Find"/>. A folder of that name comes first.</summary>
    /// <exception cref="InvalidDataException">There is no such model.</exception>
    public static IReadOnlyList<ModelFolder> Find(string name)
    {
        if (Directory.Exists(name) || ReferenceIn(name) is not { } reference) return ModelFolder.Find(name);
        var folder = FolderOf(reference.Repository);
        if (folder.Exists) return [ModelFolder.Of(folder.Find(reference.Revision))];
        return name.Contains('/', StringComparison.Ordinal) || Pythia.NameOf(reference.Repository.Name) is not null
            ? throw new InvalidDataException($"There is neither a folder {name} nor a model of that name in the Hugging Face cache {HubEnvironment.OfProcess.Cache}. "
                + $"Fetch it with `quanta models fetch {name}`, or name a folder with config.json and weights.")
            : ModelFolder.Find(name);
    }

    /// <summary>The names that --model, --models and --checkpoints mean together.</summary>
    public static IReadOnlyList<string> Expand(IEnumerable<string> models, ICheckpointOptions options) =>
        new ModelNames(CachedStepsOf, TakesFolders: true).Of(models, options.Family, options.Checkpoints);

    private static List<long> CachedStepsOf(string name) =>
        HubRepository.IsName(name) ? [.. FolderOf(HubRepository.Of(HubKind.Model, name)).Revisions().Select(CheckpointSteps.StepOf).OfType<long>()] : [];

    /// <summary>A model's folder in the cache: under the name that is given, or the one that a Pythia model has today.</summary>
    private static HubCacheFolder FolderOf(HubRepository repository)
    {
        var cache = HubEnvironment.OfProcess.Cache;
        var named = HubCacheFolder.Of(cache, repository);
        return !named.Exists && Pythia.NameOf(repository.Name) is { } today ? HubCacheFolder.Of(cache, HubRepository.Of(HubKind.Model, today)) : named;
    }

    private static HubReference? ReferenceIn(string name) =>
        HubRepository.IsName(name.Split('@')[0]) ? HubReference.Parse(HubKind.Model, name) : null;
}
