using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Quanta.Formats.Files;
using Quanta.LanguageModels.Decoders;

namespace Quanta.LanguageModels.Training.Internals;

/// <summary>What fixes the bits of a training run.</summary>
/// <param name="Config">The model.</param>
/// <param name="Options">The schedule.</param>
/// <param name="CorpusSha256">Of the training tokens and the documents' offsets.</param>
/// <param name="Device">The device that computes.</param>
internal sealed record TrainingSetup(DecoderShape Config, TrainingOptions Options, string CorpusSha256, string Device);

/// <summary>training.json: what is trained, and how far it is.</summary>
/// <param name="Setup">What is trained.</param>
/// <param name="StepsDone">Steps whose results are on the disk.</param>
/// <param name="StateFile">The file of weights and moments after that step; null when the run is finished.</param>
internal sealed record TrainingManifest(TrainingSetup Setup, long StepsDone, string? StateFile)
{
    /// <summary>Reads the manifest, or null where there is none.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static TrainingManifest? Read(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), TrainingJson.Default.TrainingManifest) ?? throw new JsonException("it holds null");
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"{path} is damaged: {problem.Message} Remove the folder to begin anew.", problem);
        }
    }

    public void Write(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, TrainingJson.Default.TrainingManifest) + "\n");

    /// <summary>The first thing in which another setup differs from this one's, as a sentence without its full stop; null when they are the same.</summary>
    public string? FindDifference(TrainingSetup other)
    {
        var (mine, theirs) = (JsonSerializer.SerializeToNode(Setup, TrainingJson.Default.TrainingSetup), JsonSerializer.SerializeToNode(other, TrainingJson.Default.TrainingSetup));
        return FindDifference("", mine, theirs);
    }

    private static string? FindDifference(string name, JsonNode? mine, JsonNode? theirs)
    {
        if (mine is JsonObject fields && theirs is JsonObject others)
            return fields.Select(field => FindDifference($"{name}{(name.Length > 0 ? "." : "")}{field.Key}", field.Value, others[field.Key])).FirstOrDefault(difference => difference is not null);
        return JsonNode.DeepEquals(mine, theirs) ? null : $"{name} is {mine?.ToJsonString() ?? "null"} there, but {theirs?.ToJsonString() ?? "null"} was asked for";
    }
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(TrainingManifest))]
internal sealed partial class TrainingJson : JsonSerializerContext;
