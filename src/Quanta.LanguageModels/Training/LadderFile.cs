using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Quanta.LanguageModels.Architectures;
using Quanta.LanguageModels.Decoders;

namespace Quanta.LanguageModels.Training;

/// <summary>A ladder: models of rising size, smallest first, trained on one corpus.</summary>
/// <param name="Models">The models.</param>
public sealed record LadderDefinition(IReadOnlyList<LadderRung> Models);

/// <summary>Reads a ladder's definition from JSON, in snake_case names.</summary>
public static class LadderFile
{
    /// <summary>Reads and checks.</summary>
    /// <exception cref="InvalidDataException">The file is no ladder: not JSON, a field is unknown or missing, or a model impossible.</exception>
    public static LadderDefinition Read(string path)
    {
        try
        {
            return Parse(JsonNode.Parse(File.ReadAllText(path)));
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path} is no ladder definition: {problem.Message}", problem);
        }
    }

    /// <summary>Reads a ladder's definition that stands within another file, and fills it in.</summary>
    /// <exception cref="JsonException">It is no ladder.</exception>
    /// <exception cref="ArgumentException">A model is impossible.</exception>
    public static LadderDefinition Parse(JsonNode? root)
    {
        foreach (var rung in root?["models"]?.AsArray() ?? []) FillIn(rung);
        var ladder = root.Deserialize(LadderJson.Default.LadderDefinition);
        if (ladder?.Models is not { Count: > 0 }) throw new JsonException("it must have a list \"models\" with at least one model.");
        foreach (var rung in ladder.Models) Check(rung);
        return ladder;
    }

    /// <summary>Puts the defaults where a model says nothing: the generated reader would take zeros.</summary>
    private static void FillIn(JsonNode? rung)
    {
        if (rung is not JsonObject model) return;
        var defaults = new LadderRung { Name = "", Hidden = 1, Layers = 1, Heads = 1 };
        model.TryAdd("context", defaults.Context);
        model.TryAdd("architecture", defaults.Architecture);
        var training = model["training"] as JsonObject;
        if (training is null) model["training"] = training = [];
        foreach (var (name, value) in JsonSerializer.SerializeToNode(new TrainingOptions(), LadderJson.Default.TrainingOptions)!.AsObject()) training.TryAdd(name, value?.DeepClone());
    }

    private static void Check(LadderRung rung)
    {
        if (rung.ToShape(vocabularySize: 1).FindFault() is { } fault) throw new ArgumentException($"the model \"{rung.Name}\" is impossible: {fault}.");
        rung.Training.Validate();
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, ReadCommentHandling = JsonCommentHandling.Skip)]
[JsonSerializable(typeof(LadderDefinition))]
internal sealed partial class LadderJson : JsonSerializerContext;

/// <summary>One model of a ladder and how it is trained.</summary>
public sealed record LadderRung
{
    public required string Name { get; init; }

    /// <summary>The family: gpt_neox, llama or gpt_neo.</summary>
    public string Architecture { get; init; } = "gpt_neox";

    public required int Hidden { get; init; }

    public required int Layers { get; init; }

    public required int Heads { get; init; }

    /// <summary>The model's positions.</summary>
    public int Context { get; init; } = 512;

    /// <summary>See <see cref="TrainingRunOptions.CheckpointRatio"/>.</summary>
    public double? CheckpointRatio { get; init; }

    public TrainingOptions Training { get; init; } = new();

    /// <summary>The model, with an MLP four times as wide as the hidden size.</summary>
    /// <param name="vocabularySize">The tokenizer's.</param>
    /// <exception cref="ArgumentException">There is no such family, or its models are read but not trained.</exception>
    public DecoderShape ToShape(int vocabularySize) => ArchitectureRegistry.New(Architecture, new()
    {
        HiddenSize = Hidden,
        Layers = Layers,
        Heads = Heads,
        FeedForwardSize = 4 * Hidden,
        VocabularySize = vocabularySize,
        MaximumPositions = Context,
    });
}
