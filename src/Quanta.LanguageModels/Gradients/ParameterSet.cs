using Quanta.LanguageModels.Decoders;

namespace Quanta.LanguageModels.Gradients;

/// <summary>A parameter's place in a flat gradient: values [Offset, Offset + Parameter.Length), row-major.</summary>
public sealed record ParameterSlice(ParameterInfo Parameter, long Offset);

/// <summary>The parameters that a gradient ranges over, in model order, flattened one after another.</summary>
public sealed class ParameterSet
{
    /// <summary>The name for all norms within the layers.</summary>
    public const string LayerNorms = "layernorm";

    /// <summary>The name for embeddings, positions and output matrix.</summary>
    public const string Embeddings = "embed";

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

    /// <summary>The set of the quantization model's published scripts (arXiv 2303.13506): names with neither "layernorm" nor "embed" in them, which are GPT-NeoX's norms within
    /// the layers, embedding and output matrix; of other families the parameters of the same roles.</summary>
    /// <remarks>The final norm and all biases stay in, but for GPT-Neo's final norm, as published. 18,903,040 values for pythia-70m, 28,329,984 for TinyStories-33M.</remarks>
    public static ParameterSet Published(DecoderShape shape) => Excluding(shape, LayerNorms, Embeddings);

    /// <summary>Every parameter.</summary>
    public static ParameterSet All(DecoderShape shape) => new(DecoderParameters.Of(shape));

    /// <summary>The parameters without some.</summary>
    /// <param name="shape">The model.</param>
    /// <param name="parts"><see cref="LayerNorms"/> and <see cref="Embeddings"/> mean roles, whatever a family calls them; others are parts of names.</param>
    public static ParameterSet Excluding(DecoderShape shape, params IReadOnlyList<string> parts) => All(shape).Where(parameter => !parts.Any(part => part switch
    {
        LayerNorms => parameter.Role == ParameterRole.LayerNorm,
        Embeddings => parameter.Role is ParameterRole.Embedding or ParameterRole.Unembedding,
        _ => parameter.Name.Contains(part, StringComparison.Ordinal),
    }));

    /// <summary>Those of this set for which the predicate holds.</summary>
    public ParameterSet Where(Func<ParameterInfo, bool> predicate) => new(Slices.Select(slice => slice.Parameter).Where(predicate));

    /// <summary>Those of this set that belong to the layers given, 0 the first. Layers 0 and 1 of the published set are its subset variant.</summary>
    public ParameterSet InLayers(params IReadOnlyList<int> layers) =>
        Where(parameter => parameter.Layer is { } layer && layers.Contains(layer));

    /// <summary>The parameter's slice, or null when the set does not hold it.</summary>
    public ParameterSlice? Find(string name) => _byName.GetValueOrDefault(name);
}
