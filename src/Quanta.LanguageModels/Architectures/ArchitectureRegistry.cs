using System.Collections.Concurrent;
using Quanta.LanguageModels.Decoders;

namespace Quanta.LanguageModels.Architectures;

/// <summary>The families that are read: a new one is a class of its own and a line here (docs/add-an-architecture.md).</summary>
public static class ArchitectureRegistry
{
    private static readonly Architecture[] Families =
    [
        new GptNeoX(), new Gpt2(), new GptNeo(), new GptJ(), new Opt(), new Llama(), new Mistral(), new Qwen2(), new Qwen3(), new Gemma2(), new Olmo2(), new Phi(), new StableLm(),
    ];

    private static readonly ConcurrentDictionary<string, Architecture> ByType = new(Families.ToDictionary(architecture => architecture.ModelType));

    /// <summary>Their model types.</summary>
    public static IReadOnlyList<string> ModelTypes { get; } = [.. Families.Select(architecture => architecture.ModelType)];

    /// <summary>Reads and validates a config.json.</summary>
    /// <exception cref="InvalidDataException">The file is no JSON object, lacks a size, or describes another kind of model or an impossible one.</exception>
    public static DecoderShape ReadConfig(string path) => ConfigFields.Of(path, fields =>
    {
        var type = fields.Text("model_type") ?? "gpt_neox";
        fields.Require("model_type", string.Join(", ", ModelTypes), ByType.ContainsKey(type), type);
        fields.Require("quantization_config", "absent: quantized weights are not read", fields.Inner("quantization_config") is null, "there");
        var shape = ByType[type].Read(fields);
        return shape.FindFault() is { } fault ? throw new InvalidDataException($"{path} describes no possible model: {fault}.") : shape;
    });

    /// <summary>The shape of a new model that is to be trained: GPT-NeoX, Llama or GPT-Neo.</summary>
    /// <param name="modelType">The family.</param>
    /// <param name="sizes">Hidden size, layers, heads, the MLP's width, vocabulary and positions.</param>
    /// <exception cref="ArgumentException">There is no such family, or its models are read but not trained.</exception>
    public static DecoderShape New(string modelType, DecoderShape sizes) => Get(modelType).New(sizes);

    /// <summary>Adds a family that is not among <see cref="ModelTypes"/>, until the result is disposed of: for tests of what a new one needs.</summary>
    /// <exception cref="ArgumentException">There is one of that name.</exception>
    internal static IDisposable Add(Architecture architecture) => ByType.TryAdd(architecture.ModelType, architecture)
        ? new Added(architecture.ModelType)
        : throw new ArgumentException($"There is an architecture \"{architecture.ModelType}\" already.", nameof(architecture));

    /// <summary>The family of a model type.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    internal static Architecture Get(string modelType) =>
        ByType.GetValueOrDefault(modelType) ?? throw new ArgumentException($"No architecture \"{modelType}\" is known; there are {string.Join(", ", ModelTypes)}.", nameof(modelType));

    private sealed class Added(string modelType) : IDisposable
    {
        public void Dispose() => ByType.TryRemove(modelType, out _);
    }
}
