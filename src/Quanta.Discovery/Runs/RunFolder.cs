using System.Text.Json;
using Quanta.Formats.Files;

namespace Quanta.Discovery.Runs;

/// <summary>A folder with the artifacts of one run, and run.json, which tells how each was made.</summary>
/// <remarks>run.json is rewritten, whole, when a stage starts and when it ends. An artifact is written beside its place and renamed, so that a file under
/// an artifact's name is whole; it counts only when run.json calls its stage done.</remarks>
public sealed class RunFolder
{
    private const string ManifestName = "run.json";
    private RunManifest _manifest;

    private RunFolder(string path, RunManifest manifest) => (Path, _manifest) = (path, manifest);

    public string Path { get; }

    public IReadOnlyList<StageRecord> Stages => _manifest.Stages;

    /// <summary>Opens a run folder, or makes an empty one.</summary>
    /// <exception cref="InvalidDataException">The folder holds other things, or its run.json cannot be read.</exception>
    public static RunFolder Open(string path)
    {
        var manifestPath = System.IO.Path.Combine(path, ManifestName);
        if (File.Exists(manifestPath)) return new RunFolder(path, ReadManifest(manifestPath));
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
            throw new InvalidDataException($"{path} is not a run folder: it is not empty and has no {ManifestName}. Name an empty or a new folder with --run.");
        Directory.CreateDirectory(path);
        var run = new RunFolder(path, new RunManifest());
        run.Save();
        return run;
    }

    /// <summary>Opens a run folder that must exist.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static RunFolder OpenExisting(string path) =>
        File.Exists(System.IO.Path.Combine(path, ManifestName))
            ? Open(path)
            : throw new InvalidDataException($"{path} is not a run folder: it has no {ManifestName}. Make one with `quanta cluster --run {path} ...` or `quanta tokenize --run {path} ...`.");

    /// <summary>The full path of an artifact.</summary>
    public string PathOf(string artifact) => System.IO.Path.Combine(Path, artifact);

    /// <summary>The record of a finished stage whose artifacts are all there, or null.</summary>
    public StageRecord? Finished(string stage) =>
        Find(stage) is { Done: true } record && record.Artifacts.Keys.All(a => File.Exists(PathOf(a))) ? record : null;

    /// <summary>The record that lists the artifact, when its stage is finished.</summary>
    /// <exception cref="InvalidDataException">No finished stage made it.</exception>
    public string HashOf(string artifact)
    {
        foreach (var record in _manifest.Stages)
            if (record.Done && record.Artifacts.TryGetValue(artifact, out var hash)) return hash;
        throw new InvalidDataException($"{Path} has no finished {artifact}. Run the stage that makes it first.");
    }

    internal StageRecord? Find(string stage) => _manifest.Stages.FirstOrDefault(r => r.Stage == stage);

    /// <summary>Puts the record in the place of the stage's earlier one, or at the end, and saves run.json.</summary>
    internal void Put(StageRecord record)
    {
        var stages = _manifest.Stages.ToList();
        var place = stages.FindIndex(r => r.Stage == record.Stage);
        if (place < 0) stages.Add(record);
        else stages[place] = record;
        _manifest = _manifest with { Stages = stages };
        Save();
    }

    private void Save() => AtomicFile.WriteText(PathOf(ManifestName), RunJson.Text(_manifest, RunJson.Default.RunManifest));

    private static RunManifest ReadManifest(string path)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize(File.ReadAllBytes(path), RunJson.Default.RunManifest);
            if (manifest?.Schema == RunManifest.CurrentSchema) return manifest;
            throw new InvalidDataException($"{path} has schema {manifest?.Schema}, but this version of Quanta reads schema {RunManifest.CurrentSchema}. Use the version that made it, or another folder.");
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"{path} cannot be read: {problem.Message} Restore it, or use another folder.", problem);
        }
    }
}
