using System.Numerics.Tensors;
using Quanta.Formats.Tensors;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.GptNeoX;

namespace Quanta.LanguageModels.Checkpoints;

/// <summary>A model read from a checkpoint, and what was odd about it.</summary>
/// <param name="Model">The model.</param>
/// <param name="UnknownTensors">Tensors of the checkpoint that belong to no part of the model and were not read.</param>
/// <param name="NonFiniteParameters">Parameters that hold NaN or infinity; every loss will be NaN where they take part.</param>
public sealed record LoadedCheckpoint(GptNeoXModel Model, IReadOnlyList<string> UnknownTensors, IReadOnlyList<string> NonFiniteParameters);

/// <summary>Reads GPT-NeoX checkpoints in the layout of published models: config.json beside weights in .safetensors or pytorch_model.bin.</summary>
public static class GptNeoXCheckpoint
{
    /// <summary>Buffers that some versions stored with the weights: masks and frequencies that follow from the configuration.</summary>
    private static readonly string[] StraySuffixes = [".attention.bias", ".attention.masked_bias", ".rotary_emb.inv_freq"];

    /// <summary>Reads a model folder.</summary>
    /// <exception cref="FileNotFoundException">There is no config.json or no file of weights.</exception>
    /// <exception cref="InvalidDataException">The configuration is impossible, or a tensor is missing or has another shape than the configuration requires.</exception>
    public static LoadedCheckpoint Load(string folder, IDevice device)
    {
        var config = GptNeoXConfigFile.Read(Path.Combine(folder, "config.json"));
        using var source = TensorSource.OpenFolder(folder);
        return Load(folder, config, source, device);
    }

    /// <summary>Reads a model from any source of tensors.</summary>
    /// <param name="name">What messages call the checkpoint.</param>
    /// <param name="config">The model's configuration.</param>
    /// <param name="source">Its tensors, under their published names.</param>
    /// <param name="device">Where the model shall live.</param>
    /// <exception cref="InvalidDataException">A tensor is missing or has another shape than the configuration requires.</exception>
    public static LoadedCheckpoint Load(string name, GptNeoXConfig config, ITensorSource source, IDevice device)
    {
        var parameters = GptNeoXParameters.Of(config);
        foreach (var parameter in parameters) Check(name, parameter, source);
        var nonFinite = new List<string>();
        var model = GptNeoXModel.Create(config, device, (parameter, values) =>
        {
            source.Read(parameter.Name, values);
            if (!TensorPrimitives.IsFiniteAll<float>(values)) nonFinite.Add(parameter.Name);
        });
        return new LoadedCheckpoint(model, FindUnknown(config, parameters, source), nonFinite);
    }

    private static void Check(string name, ParameterInfo parameter, ITensorSource source)
    {
        var required = $"{parameter.Name} of shape [{string.Join(", ", parameter.Shape)}]";
        if (!source.Tensors.TryGetValue(parameter.Name, out var found))
            throw new InvalidDataException($"{name}: the configuration requires a tensor {required}, but the checkpoint has none of that name.");
        if (!found.Shape.SequenceEqual(parameter.Shape.Select(size => (long)size)))
            throw new InvalidDataException($"{name}: the configuration requires a tensor {required}, but the checkpoint's has shape [{string.Join(", ", found.Shape)}].");
    }

    private static List<string> FindUnknown(GptNeoXConfig config, IReadOnlyList<ParameterInfo> parameters, ITensorSource source)
    {
        var known = parameters.Select(parameter => parameter.Name).ToHashSet();
        if (config.TiedEmbeddings) known.Add(GptNeoXParameters.Unembedding);
        return [.. source.Tensors.Keys.Where(key => !known.Contains(key) && !StraySuffixes.Any(key.EndsWith)).Order(StringComparer.Ordinal)];
    }
}
