using System.Text.Json;
using System.Text.Json.Serialization;
using Quanta.Discovery.Corpus.Making;
using Quanta.Formats.Files;

namespace Quanta.Discovery.Corpus.Stories;

/// <summary>What a folder of stories holds: stories.json.</summary>
/// <param name="Options">How they were made.</param>
/// <param name="TrainCharacters">Characters of the stories to train on.</param>
/// <param name="ValidationCharacters">Characters of the others.</param>
public sealed record StoryManifest(StoryOptions Options, long TrainCharacters, long ValidationCharacters);

/// <summary>Stories on disk, in The Pile's format: train.jsonl, validation.jsonl and stories.json.</summary>
public static class StoryFolder
{
    public const string TrainName = "train.jsonl", ValidationName = "validation.jsonl", ManifestName = "stories.json";

    /// <summary>The kind of the documents.</summary>
    public const string Kind = "stories";

    /// <summary>Writes the stories, unless the folder holds them.</summary>
    /// <exception cref="InvalidDataException">The folder holds others, or its stories.json is damaged.</exception>
    public static void WriteOnce(string folder, StoryOptions options, IStageObserver? observer = null, CancellationToken cancellation = default)
    {
        if (!File.Exists(Path.Combine(folder, ManifestName))) Write(folder, options, observer, cancellation);
        else if (ReadManifest(folder).Options != options)
            throw new InvalidDataException($"{folder} holds stories of other options than were asked for. Use another folder, or remove this one.");
    }

    /// <summary>Makes the stories and writes them; stories.json comes last.</summary>
    public static StoryManifest Write(string folder, StoryOptions options, IStageObserver? observer = null, CancellationToken cancellation = default)
    {
        var corpus = StoryCorpus.Make(options, observer, cancellation);
        Directory.CreateDirectory(folder);
        Write(folder, TrainName, corpus.Train);
        Write(folder, ValidationName, corpus.Validation);
        var manifest = new StoryManifest(options, corpus.Train.Sum(story => (long)story.Length), corpus.Validation.Sum(story => (long)story.Length));
        AtomicFile.WriteText(Path.Combine(folder, ManifestName), JsonSerializer.Serialize(manifest, StoryJson.Default.StoryManifest) + "\n");
        return manifest;
    }

    private static StoryManifest ReadManifest(string folder)
    {
        var path = Path.Combine(folder, ManifestName);
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), StoryJson.Default.StoryManifest) ?? throw new JsonException("it holds null.");
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"{path} must say how stories were made, but it cannot be read: {problem.Message}", problem);
        }
    }

    private static void Write(string folder, string name, IReadOnlyList<string> stories) => CorpusFolder.WriteDocuments(
        Path.Combine(folder, name), stories.Select((story, number) => new SourceText(Kind, $"{name} {number}", story)), compress: false);
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(StoryManifest))]
internal sealed partial class StoryJson : JsonSerializerContext;
