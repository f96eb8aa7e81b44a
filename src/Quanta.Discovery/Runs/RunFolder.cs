using System.Text.Json;
using Quanta.Formats.Files;

namespace Quanta.Discovery.Runs;

/// <summary>A folder with the artifacts of one run, and run.json, which tells how each was made.</summary>
/// <remarks>run.json is rewritten, whole, when a stage starts and when it ends. An artifact is written beside its place and renamed, so that a file under
/// an artifact's name is whole; it counts only when run.json calls its stage done. One process at a time may have it open for stages; reading is
/// free.</remarks>
public sealed class RunFolder : IDisposable
{
    private const string ManifestName = "run.json";
    private readonly RunLock? _lock;
    private RunManifest _manifest;

    private RunFolder(string path, RunManifest manifest, RunLock? held) => (Path, _manifest, _lock) = (path, manifest, held);

    public string Path { get; }

    /// <summary>Hashes of the run's inputs and artifacts, remembered in the folder.</summary>
    public HashMemory Hashes => field ??= new HashMemory(Path);

    public IReadOnlyList<StageRecord> Stages => _manifest.Stages;

    /// <summary>Opens a run folder for stages, or makes an empty one. Nobody else can until this is disposed of, or the process has ended.</summary>
    /// <exception cref="InvalidDataException">The folder holds other things, or its run.json cannot be read.</exception>
    /// <exception cref="IOException">Another has it open for stages.</exception>
    public static RunFolder Open(string path)
    {
        if (!IsRun(path) && HoldsOtherThings(path))
            throw new InvalidDataException($"{path} is not a run folder: it is not empty and has no {ManifestName}. Name an empty or a new folder with --run.");
        Directory.CreateDirectory(path);
        var held = RunLock.Take(path);
        try
        {
            if (IsRun(path)) return new RunFolder(path, ReadManifest(path), held);
            var run = new RunFolder(path, new RunManifest(), held);
            run.Save();
            return run;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Opens a run folder for stages that must exist, as <see cref="Open"/> does.</summary>
    /// <exception cref="InvalidDataException">There is none, or its run.json cannot be read.</exception>
    /// <exception cref="IOException">Another has it open for stages.</exception>
    public static RunFolder OpenExisting(string path)
    {
        RequireRun(path);
        return Open(path);
    }

    /// <summary>Opens a run folder to read what is finished, also while others write to it. No stage can run on it.</summary>
    /// <exception cref="InvalidDataException">There is none, or its run.json cannot be read.</exception>
    public static RunFolder OpenForReading(string path)
    {
        RequireRun(path);
        return new RunFolder(path, ReadManifest(path), held: null);
    }

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

    /// <summary>Lets others open the folder for stages.</summary>
    public void Dispose() => _lock?.Dispose();

    /// <summary>Puts the record in the place of the stage's earlier one, or at the end, and saves run.json.</summary>
    /// <exception cref="InvalidOperationException">The folder was opened for reading.</exception>
    internal void Put(StageRecord record)
    {
        if (_lock is null) throw new InvalidOperationException($"{Path} was opened for reading: open it with {nameof(Open)} to run stages.");
        var stages = _manifest.Stages.ToList();
        var place = stages.FindIndex(r => r.Stage == record.Stage);
        if (place < 0) stages.Add(record);
        else stages[place] = record;
        _manifest = _manifest with { Stages = stages };
        Save();
    }

    /// <summary>Takes a stage's record out, and saves run.json.</summary>
    internal void Remove(string stage)
    {
        _manifest = _manifest with { Stages = [.. _manifest.Stages.Where(record => record.Stage != stage)] };
        Save();
    }

    private void Save() => AtomicFile.WriteText(PathOf(ManifestName), RunJson.Text(_manifest, RunJson.Default.RunManifest));

    private static bool HoldsOtherThings(string path) =>
        Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any(entry => System.IO.Path.GetFileName(entry) != RunLock.FileName);

    private static bool IsRun(string path) => File.Exists(System.IO.Path.Combine(path, ManifestName));

    private static void RequireRun(string path)
    {
        if (!IsRun(path))
            throw new InvalidDataException(
                $"{path} is not a run folder: it has no {ManifestName}. Make one with `quanta cluster --run {path} ...` or `quanta tokenize --run {path} ...`.");
    }

    private static RunManifest ReadManifest(string folder)
    {
        var path = System.IO.Path.Combine(folder, ManifestName);
        try
        {
            var manifest = JsonSerializer.Deserialize(File.ReadAllBytes(path), RunJson.Default.RunManifest);
            if (manifest?.Schema == RunManifest.CurrentSchema) return manifest;
            throw new InvalidDataException(
                $"{path} has schema {manifest?.Schema}, but this version of Quanta reads schema {RunManifest.CurrentSchema}. Use the version that made it, or another folder.");
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"{path} cannot be read: {problem.Message} Restore it, or use another folder.", problem);
        }
    }
}

/// <summary>The right to write to a run folder, which one process has at a time: two would overwrite each other's run.json.</summary>
/// <remarks>It is the operating system's lock on an empty file, which ends with the process however that ends; the file itself stays and locks nobody out.
/// It is never deleted: a process that has just opened the deleted file and one that makes it anew would both get a lock.</remarks>
internal sealed class RunLock : IDisposable
{
    /// <summary>The file's name in the run folder.</summary>
    public const string FileName = ".lock";

    // What the systems say of a file that is locked: EAGAIN of Linux, EAGAIN of macOS, ERROR_SHARING_VIOLATION of Windows.
    private const int LinuxTryAgain = 11, MacTryAgain = 35, WindowsSharingViolation = unchecked((int)0x80070020);

    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    /// <summary>Takes the lock without waiting for it.</summary>
    /// <param name="folder">A folder that exists.</param>
    /// <exception cref="IOException">Another has it.</exception>
    public static RunLock Take(string folder)
    {
        try
        {
            return new RunLock(new FileStream(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException problem) when (problem.HResult is LinuxTryAgain or MacTryAgain or WindowsSharingViolation)
        {
            throw new IOException(
                $"The run folder {folder} is in use: another quanta command is at work in it. Wait until it has ended, or use another folder with --run.", problem);
        }
    }

    public void Dispose() => _file.Dispose();
}
