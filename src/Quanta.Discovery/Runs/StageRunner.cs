using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Quanta.Discovery.Runs;

/// <summary>Runs a stage once: not again while its options and inputs are the same and its artifacts are there.</summary>
public static class StageRunner
{
    /// <summary>Runs <paramref name="work"/> unless the stage is done, and records it.</summary>
    /// <remarks>Options are checked by the stages before they come here: what is refused leaves no record. A stage that was interrupted before it left anything may be
    /// begun anew with other options.</remarks>
    /// <returns>Whether the work was done now.</returns>
    /// <exception cref="InvalidDataException">The folder holds this stage made, or begun, with other options or inputs.</exception>
    public static bool Run(RunSession session, StageDefinition stage, Action work) => Run(session, stage, () =>
    {
        work();
        return null;
    });

    /// <summary>The same for work that returns facts, which join those of the definition in the record.</summary>
    public static bool Run(RunSession session, StageDefinition stage, Func<JsonObject?> work)
    {
        var folder = session.Folder;
        if (folder.Find(stage.Stage) is { } earlier)
        {
            var differences = Differences(earlier, stage, session.Computation).ToList();
            var isSame = differences.Count == 0;
            if (!isSame && !stage.IsView && LeftSomething(folder, earlier, stage)) RefuseOther(folder, earlier, differences);
            if (isSame && earlier.Done && IsWhole(folder, earlier, session.Observer))
            {
                if (earlier.Facts is null && stage.Facts is not null) folder.Put(earlier with { Facts = stage.Facts });
                return false;
            }
            if (earlier.Done) DeleteArtifacts(folder, earlier);
        }
        RunNow(session, stage, work);
        return true;
    }

    private static void RunNow(RunSession session, StageDefinition stage, Func<JsonObject?> work)
    {
        var folder = session.Folder;
        var clock = session.Clock.GetTimestamp();
        var record = new StageRecord
        {
            Stage = stage.Stage,
            Done = false,
            Command = session.Command,
            Options = stage.Options,
            Inputs = stage.Inputs,
            Artifacts = stage.Artifacts.ToDictionary(a => a, _ => ""),
            Versions = session.Versions,
            ComputedBy = stage.Computes ? session.Computation.Name : null,
            Facts = stage.Facts,
            Started = session.Clock.GetUtcNow(),
            Seconds = 0,
        };
        folder.Put(record);
        foreach (var artifact in stage.Artifacts) Directory.CreateDirectory(Path.GetDirectoryName(folder.PathOf(artifact))!);
        var facts = Joined(stage.Facts, OrForget(folder, record, work));
        folder.Put(record with
        {
            Done = true,
            Artifacts = stage.Artifacts.ToDictionary(a => a, a => folder.Hashes.Sha256(folder.PathOf(a))),
            Facts = facts,
            Seconds = Math.Round(session.Clock.GetElapsedTime(clock).TotalSeconds, 3),
        });
        foreach (var artifact in stage.Artifacts) PartialArray.Forget(folder.PathOf(artifact));
    }

    /// <summary>Work that fails before it leaves anything leaves no record either.</summary>
    private static JsonObject? OrForget(RunFolder folder, StageRecord record, Func<JsonObject?> work)
    {
        try
        {
            return work();
        }
        catch when (!record.Artifacts.Keys.Select(folder.PathOf).Any(IsLeft))
        {
            folder.Remove(record.Stage);
            throw;
        }
    }

    private static bool IsLeft(string path) => File.Exists(path) || PartialArray.HasUnits(path);

    private static JsonObject? Joined(JsonObject? known, JsonObject? found)
    {
        if (known is null || found is null) return known ?? found;
        var all = known.DeepClone().AsObject();
        foreach (var (name, value) in found) all[name] = value?.DeepClone();
        return all;
    }

    private static bool LeftSomething(RunFolder folder, StageRecord earlier, StageDefinition now) =>
        earlier.Done || earlier.Artifacts.Keys.Union(now.Artifacts).Select(folder.PathOf).Any(IsLeft);

    private static void DeleteArtifacts(RunFolder folder, StageRecord record)
    {
        foreach (var artifact in record.Artifacts.Keys)
        {
            File.Delete(folder.PathOf(artifact));
            PartialArray.Discard(folder.PathOf(artifact));
        }
    }

    [DoesNotReturn]
    private static void RefuseOther(RunFolder folder, StageRecord earlier, IEnumerable<string> differences) => throw new InvalidDataException(
        $"The {earlier.Stage} stage of {folder.Path} was {(earlier.Done ? "made" : "begun")} with other settings: {string.Join("; ", differences)}. "
        + "Use another folder with --run, or the same settings.");

    /// <summary>What is not the same; what computes matters only to a stage that goes on with what it left, which must not mix two roundings.</summary>
    private static IEnumerable<string> Differences(StageRecord earlier, StageDefinition now, Computation computation)
    {
        if (!earlier.Done && earlier.ComputedBy is { } there && now.Computes && there != computation.Name) yield return $"it is computed by {there} there and {computation.Name} here";
        foreach (var name in earlier.Options.Select(o => o.Key).Union(now.Options.Select(o => o.Key)))
        {
            var (value, given) = (earlier.Options[name]?.ToJsonString() ?? "unset", now.Options[name]?.ToJsonString() ?? "unset");
            if (value != given) yield return $"{name} is {value} there and {given} here";
        }
        foreach (var name in earlier.Inputs.Keys.Union(now.Inputs.Keys))
            if (earlier.Inputs.GetValueOrDefault(name) != now.Inputs.GetValueOrDefault(name))
                yield return $"the input {name} is another file there";
    }

    private static bool IsWhole(RunFolder folder, StageRecord record, IStageObserver observer)
    {
        foreach (var (artifact, hash) in record.Artifacts)
        {
            var path = folder.PathOf(artifact);
            if (File.Exists(path) && folder.Hashes.Sha256(path) == hash) continue;
            observer.Note($"{artifact} is missing or was changed since it was made, so the {record.Stage} stage runs again.");
            return false;
        }
        return true;
    }
}

/// <summary>What decides a stage's result.</summary>
/// <param name="Stage">The stage's name in run.json.</param>
/// <param name="Options">Its options, as JSON.</param>
/// <param name="Inputs">SHA-256 of each input, by name.</param>
/// <param name="Artifacts">The files it makes, as paths in the run folder.</param>
public sealed record StageDefinition(string Stage, JsonObject Options, IReadOnlyDictionary<string, string> Inputs, IReadOnlyList<string> Artifacts)
{
    /// <summary>Whether the stage only shows what others made: when its options or inputs have changed, it is run again and not refused.</summary>
    public bool IsView { get; init; }

    /// <summary>What run.json says of the inputs beside their hashes; a stage is not run again for it.</summary>
    public JsonObject? Facts { get; init; }

    /// <summary>Whether matrices are multiplied in it, so that its record and its unfinished arrays must name what does.</summary>
    public bool Computes { get; init; }

    /// <summary>What the values of an unfinished array follow from, as parts that semicolons divide.</summary>
    internal string OriginFor(Computation computation) => string.Join("; ", [
        Stage,
        .. Options.Select(option => $"{option.Key} {option.Value?.ToJsonString() ?? "unset"}"),
        .. Inputs.Select(input => $"{input.Key} {input.Value}"),
        computation.Name,
    ]);
}
