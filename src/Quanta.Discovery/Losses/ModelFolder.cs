using System.Globalization;
using Quanta.Discovery.Runs;
using Quanta.LanguageModels.Hub.Cache;
using Quanta.LanguageModels.Tokenization;

namespace Quanta.Discovery.Losses;

/// <summary>A checkpoint on disk in the Hugging Face layout, and the name that its results carry.</summary>
/// <param name="Path">The folder with config.json and the weights.</param>
/// <param name="Name">"model", or "model@checkpoint" when the folder is a checkpoint of a model, as in model/step1500 or model/checkpoints/step1500.</param>
public sealed record ModelFolder(string Path, string Name)
{
    private const string ConfigName = "config.json", CheckpointsName = "checkpoints";
    private static readonly string[] CheckpointPrefixes = ["step", "checkpoint-"];

    public string ConfigPath => System.IO.Path.Combine(Path, ConfigName);

    /// <summary>The tokenizer.json, or the vocab.json of a folder that has only that and merges.txt; it need not be there.</summary>
    public string TokenizerPath => TokenizerFiles.In(Path);

    /// <summary>The files that the model consists of: configuration, tokenizer and weights, in ordinal order; whatever else lies in the folder is no part of it.</summary>
    /// <remarks>Weights are looked for as they are read: model.safetensors, its shards, pytorch_model.bin, its shards.</remarks>
    public IReadOnlyList<string> Files()
    {
        string[] patterns = ["model.safetensors", "model*.safetensors*", "pytorch_model.bin", "pytorch_model*.bin*"];
        var weights = patterns.Select(pattern => Directory.GetFiles(Path, pattern)).FirstOrDefault(found => found.Length > 0) ?? [];
        return [.. weights.Concat(TokenizerFiles.PartsOf(TokenizerPath).Prepend(ConfigPath).Where(File.Exists)).Order(StringComparer.Ordinal)];
    }

    /// <summary>One hash over names and contents of <see cref="Files"/>, remembered in the run folder.</summary>
    public string HashOf(RunSession session) => session.Folder.Hashes.Sha256OfFiles(Files(), session.Observer);

    /// <summary>The step of a checkpoint, from its name or its folder's; null for other models.</summary>
    public long? Step => StepOf(Name.Split('@')[^1]) ?? StepOf(new DirectoryInfo(System.IO.Path.TrimEndingDirectorySeparator(Path)).Name);

    /// <summary>The checkpoints of its training, by ascending step: the folders in checkpoints/. Empty where it has none.</summary>
    /// <exception cref="InvalidDataException">checkpoints/ is there but holds no model.</exception>
    public IReadOnlyList<ModelFolder> Checkpoints()
    {
        var folder = System.IO.Path.Combine(Path, CheckpointsName);
        return Directory.Exists(folder) ? Find(folder) : [];
    }

    /// <summary>Whether a folder is a model's: it has a config.json.</summary>
    public static bool IsModel(string path) => File.Exists(System.IO.Path.Combine(path, ConfigName));

    /// <summary>The checkpoints that a path means: itself, or, if it is a folder of checkpoints, each of them by ascending step.</summary>
    /// <exception cref="InvalidDataException">There is no model.</exception>
    public static IReadOnlyList<ModelFolder> Find(string path)
    {
        if (IsModel(path)) return [new ModelFolder(path, NameOf(path))];
        if (HubCacheFolder.At(path) is { } cached) return [Of(cached.Find(revision: null))];
        if (!Directory.Exists(path)) throw new InvalidDataException($"The model folder {path} does not exist. A folder with config.json and weights is required.");
        var checkpoints = Directory.EnumerateDirectories(path)
            .Where(IsModel)
            .OrderBy(f => StepOf(System.IO.Path.GetFileName(f)) ?? long.MaxValue).ThenBy(f => f, StringComparer.Ordinal)
            .Select(f => new ModelFolder(f, NameOf(f)))
            .ToList();
        return checkpoints.Count > 0
            ? checkpoints
            : throw new InvalidDataException($"{path} holds no model: neither it nor a folder in it has a {ConfigName}.");
    }

    /// <summary>A snapshot of a model in the hub's cache.</summary>
    /// <exception cref="InvalidDataException">The snapshot is no model, or only a part of it was fetched.</exception>
    public static ModelFolder Of(HubSnapshot snapshot) => snapshot.Files().Contains(ConfigName)
        ? new ModelFolder(snapshot.Path, snapshot.Name)
        : throw new InvalidDataException($"{snapshot.Path} in the cache holds no whole model: there is no {ConfigName}. Fetch it again.");

    private static string NameOf(string path)
    {
        if (HubSnapshot.At(path) is { } snapshot) return snapshot.Name;
        var folder = new DirectoryInfo(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path)));
        var parent = folder.Parent is { Name: CheckpointsName } checkpoints ? checkpoints.Parent : folder.Parent;
        return StepOf(folder.Name) is not null && parent is { Name.Length: > 0 } ? $"{parent.Name}@{folder.Name}" : folder.Name;
    }

    /// <summary>The step in a checkpoint's folder name, e.g. 1500 of "step1500"; null when it is no checkpoint's name.</summary>
    private static long? StepOf(string folder)
    {
        foreach (var prefix in CheckpointPrefixes)
            if (folder.StartsWith(prefix, StringComparison.Ordinal) && long.TryParse(folder.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var step))
                return step;
        return null;
    }
}
