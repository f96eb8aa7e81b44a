using System.Numerics.Tensors;
using Quanta.Formats.Tensors;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.GptNeoX;

namespace Quanta.LanguageModels.Checkpoints;

/// <summary>A model read from a checkpoint, and what was odd about it.</summary>
/// <param name="Model">The model.</param>
/// <param name="NonFiniteParameters">Parameters that hold NaN or infinity; every loss will be NaN where they take part.</param>
/// <param name="UnknownTensors">Tensors of the checkpoint that belong to no part of the model and were not read.</param>
/// <param name="Notes">What a user should know of the checkpoint, the unknown tensors among it, in sentences.</param>
public sealed record LoadedCheckpoint(
    GptNeoXModel Model, IReadOnlyList<string> NonFiniteParameters, IReadOnlyList<string> UnknownTensors, IReadOnlyList<string> Notes);

/// <summary>Reads GPT-NeoX checkpoints in the layout of published models: config.json beside weights in .safetensors or pytorch_model.bin.</summary>
public static class GptNeoXCheckpoint
{
    private const int MostNamed = 5;

    /// <summary>What the sentinel of the rotary frequencies may differ by where it was rounded to bfloat16 (2^-9), and where to float16 below its normal numbers
    /// (2^-25).</summary>
    private const double RelativeRounding = 0.004, AbsoluteRounding = 4e-8;

    private const string RotaryFrequencies = ".rotary_emb.inv_freq";

    /// <summary>Buffers that some versions stored with the weights: masks and frequencies that follow from the configuration.</summary>
    private static readonly string[] StraySuffixes = [".attention.bias", ".attention.masked_bias", RotaryFrequencies];

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
    /// <remarks>A tied model's embedding is read under whichever of its two names is there.</remarks>
    /// <param name="name">What messages call the checkpoint.</param>
    /// <param name="config">The model's configuration.</param>
    /// <param name="source">Its tensors, under their published names.</param>
    /// <param name="device">Where the model shall live.</param>
    /// <exception cref="InvalidDataException">A tensor is missing or has another shape than the configuration requires.</exception>
    public static LoadedCheckpoint Load(string name, GptNeoXConfig config, ITensorSource source, IDevice device)
    {
        var parameters = GptNeoXParameters.Of(config);
        var stored = parameters.ToDictionary(parameter => parameter.Name, parameter => StoredName(parameter.Name, config, source));
        foreach (var parameter in parameters) Check(name, parameter, stored[parameter.Name], source);
        var nonFinite = new List<string>();
        var model = GptNeoXModel.Create(config, device, (parameter, values) =>
        {
            source.Read(stored[parameter.Name], values);
            if (!TensorPrimitives.IsFiniteAll<float>(values)) nonFinite.Add(stored[parameter.Name]);
        });
        var unknown = FindUnknown(config, parameters, source);
        return new LoadedCheckpoint(model, nonFinite, unknown, [.. Notes(name, config, unknown, source)]);
    }

    /// <summary>Reads a model folder whose weights are all numbers.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="device">Where the model shall live.</param>
    /// <param name="note">Is given the <see cref="LoadedCheckpoint.Notes"/>.</param>
    /// <exception cref="InvalidDataException">As <see cref="Load(string, IDevice)"/>, or a weight is NaN or infinite.</exception>
    internal static GptNeoXModel LoadFinite(string folder, IDevice device, Action<string>? note)
    {
        var loaded = Load(folder, device);
        if (note is not null)
            foreach (var sentence in loaded.Notes) note(sentence);
        if (loaded.NonFiniteParameters.Count == 0) return loaded.Model;
        loaded.Model.Dispose();
        throw new InvalidDataException($"{folder}: every weight must be a finite number, but NaN or infinity stands in {Named(loaded.NonFiniteParameters)}. "
            + "The training diverged or the file is damaged; use another checkpoint or download it again.");
    }

    /// <summary>The name in the file: that of the tied embedding may be the output map's, as safetensors keeps only the first of equal tensors.</summary>
    private static string StoredName(string name, GptNeoXConfig config, ITensorSource source) =>
        config.TiedEmbeddings && name == GptNeoXParameters.Embedding && !source.Tensors.ContainsKey(name) && source.Tensors.ContainsKey(GptNeoXParameters.Unembedding)
            ? GptNeoXParameters.Unembedding
            : name;

    private static void Check(string name, ParameterInfo parameter, string stored, ITensorSource source)
    {
        var required = $"{parameter.Name} of shape [{string.Join(", ", parameter.Shape)}]";
        if (source.UnreadableTensors.TryGetValue(stored, out var type))
            throw new InvalidDataException($"{name}: the configuration requires a tensor {required}, but the checkpoint's has the element type {type}, which cannot be read.");
        if (!source.Tensors.TryGetValue(stored, out var found))
            throw new InvalidDataException($"{name}: the configuration requires a tensor {required}, but the checkpoint has none of that name.");
        if (!found.Shape.SequenceEqual(parameter.Shape.Select(size => (long)size)))
            throw new InvalidDataException($"{name}: the configuration requires a tensor {required}, but the checkpoint's has shape [{string.Join(", ", found.Shape)}].");
    }

    private static List<string> FindUnknown(GptNeoXConfig config, IReadOnlyList<ParameterInfo> parameters, ITensorSource source)
    {
        var known = parameters.Select(parameter => parameter.Name).ToHashSet();
        if (config.TiedEmbeddings) known.Add(GptNeoXParameters.Unembedding);
        return [.. source.Tensors.Keys.Concat(source.UnreadableTensors.Keys).Where(key => !known.Contains(key) && !StraySuffixes.Any(key.EndsWith)).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Notes(string name, GptNeoXConfig config, List<string> unknown, ITensorSource source)
    {
        if (unknown.Count > 0)
        {
            var named = Named(unknown.Select(tensor => source.UnreadableTensors.TryGetValue(tensor, out var type) ? $"{tensor} ({type})" : tensor));
            yield return $"{name}: tensors that belong to no part of the model are passed over: {named}.";
        }
        var differing = source.Tensors.Values.Where(tensor => tensor.Name.EndsWith(RotaryFrequencies, StringComparison.Ordinal) && !IsAsConfigured(tensor, config, source));
        if (differing.Select(tensor => tensor.Name).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } frequencies)
        {
            yield return $"{name}: the rotary frequencies stored in {Named(frequencies)} are not those of config.json (rotary_pct {config.RotaryFraction}, "
                + $"rotary_emb_base {config.RotaryBase}), which are used; if the config.json is another model's, every loss is wrong.";
        }
    }

    private static bool IsAsConfigured(TensorInfo tensor, GptNeoXConfig config, ITensorSource source)
    {
        if (tensor.Count != config.RotaryDimensions / 2) return false;
        var found = new float[tensor.Count];
        source.Read(tensor.Name, found);
        for (var pair = 0; pair < found.Length; pair++)
        {
            var expected = RotaryTable.Frequency(pair, config.RotaryDimensions, config.RotaryBase);
            if (!(Math.Abs(found[pair] - expected) <= RelativeRounding * expected + AbsoluteRounding)) return false;
        }
        return true;
    }

    private static string Named(IEnumerable<string> names)
    {
        var all = names.ToList();
        return string.Join(", ", all.Take(MostNamed)) + (all.Count > MostNamed ? $" and {all.Count - MostNamed} more" : "");
    }
}
