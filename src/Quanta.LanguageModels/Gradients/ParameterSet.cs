using Quanta.LanguageModels.GptNeoX;

namespace Quanta.LanguageModels.Gradients;

/// <summary>A parameter's place in a flat gradient: values [Offset, Offset + Parameter.Length), row-major.</summary>
public sealed record ParameterSlice(ParameterInfo Parameter, long Offset);

/// <summary>The parameters that a gradient ranges over, in model order, flattened one after another.</summary>
public sealed class ParameterSet
{
    private readonly Dictionary<string, ParameterSlice> _byName = [];

    private ParameterSet(IEnumerable<ParameterInfo> parameters)
    {
        foreach (var parameter in parameters)
        {
            _byName.Add(parameter.Name, new ParameterSlice(parameter, Length));
            Length += parameter.Length;
        }
        Slices = [.. _byName.Values];
    }

    public IReadOnlyList<ParameterSlice> Slices { get; }

    /// <summary>The number of values in a flat gradient.</summary>
    public long Length { get; }

    /// <summary>The number of values of the largest parameter; 0 where there is none.</summary>
    public long LargestLength => Slices.Select(slice => slice.Parameter.Length).DefaultIfEmpty().Max();

    /// <summary>The set of the quantization model's published scripts (arXiv 2303.13506): names with neither "layernorm" nor "embed" in them.</summary>
    /// <remarks>So the embedding, the output map and the layers' own norms are out, while final_layer_norm and all biases stay in.
    /// 18,903,040 values for pythia-70m.</remarks>
    public static ParameterSet Published(GptNeoXConfig config) => Excluding(config, "layernorm", "embed");

    /// <summary>Every parameter.</summary>
    public static ParameterSet All(GptNeoXConfig config) => new(GptNeoXParameters.Of(config));

    /// <summary>The parameters whose name contains none of the given parts.</summary>
    public static ParameterSet Excluding(GptNeoXConfig config, params IReadOnlyList<string> parts) =>
        All(config).Where(parameter => !parts.Any(part => parameter.Name.Contains(part, StringComparison.Ordinal)));

    /// <summary>Those of this set for which the predicate holds.</summary>
    public ParameterSet Where(Func<ParameterInfo, bool> predicate) => new(Slices.Select(slice => slice.Parameter).Where(predicate));

    /// <summary>Those of this set that belong to the layers given, 0 the first. Layers 0 and 1 of the published set are its subset variant.</summary>
    public ParameterSet InLayers(params IReadOnlyList<int> layers) =>
        Where(parameter => layers.Any(layer => parameter.Name.StartsWith($"gpt_neox.layers.{layer}.", StringComparison.Ordinal)));

    /// <summary>The parameter's slice, or null when the set does not hold it.</summary>
    public ParameterSlice? Find(string name) => _byName.GetValueOrDefault(name);
}
