using System.Text.Json.Nodes;
using Quanta.LanguageModels.Decoders;

namespace Quanta.LanguageModels.Architectures;

/// <summary>A family of published decoders: how its config.json tells their shape, and under which names and in which layout its checkpoints keep their parameters.</summary>
internal abstract class Architecture
{
    /// <summary>The model_type of its config.json.</summary>
    public abstract string ModelType { get; }

    /// <summary>What checkpoints of the whole model have before the names of the base model's tensors; a file of the base model alone lacks it.</summary>
    public abstract string Prefix { get; }

    /// <summary>The names of each part's modules: # stands for the layer. Several are one parameter here, in this order.</summary>
    protected abstract IReadOnlyDictionary<DecoderPart, string[]> Names { get; }

    /// <summary>How queries, keys and values lie in one tensor of theirs.</summary>
    protected virtual ProjectionLayout Projections => ProjectionLayout.Separate;

    /// <summary>Matrices are stored [inputs, outputs].</summary>
    protected virtual bool StoresTransposed => false;

    /// <summary>Rotary pairs are neighbouring numbers, not numbers half the turned part apart.</summary>
    protected virtual bool TurnsNeighbours => false;

    /// <summary>What is added to the stored weights of norms.</summary>
    protected virtual float NormOffset => 0;

    /// <summary>The shape that a config.json tells.</summary>
    /// <exception cref="InvalidDataException">It lacks a size or asks for what is not computed.</exception>
    public abstract DecoderShape Read(ConfigFields fields);

    /// <summary>The shape of a new model of given sizes, for families whose models are trained here.</summary>
    /// <param name="sizes">Hidden size, layers, heads, the MLP's width, vocabulary and positions.</param>
    /// <exception cref="NotSupportedException">Its models are read but not trained.</exception>
    public virtual DecoderShape New(DecoderShape sizes) => throw new NotSupportedException($"Models of the kind {ModelType} are read but not trained.");

    /// <summary>The config.json of a shape, for families whose models are trained here.</summary>
    /// <exception cref="NotSupportedException">Its models are read but not written.</exception>
    public virtual JsonObject Write(DecoderShape shape) => throw new NotSupportedException($"Models of the kind {ModelType} are read but not written.");

    /// <summary>The published name of a parameter; one that is made of several has what differs in braces.</summary>
    public string NameOf(DecoderPart part, bool isBias, int? layer)
    {
        var names = StoredNames(part, isBias, layer);
        if (names.Length == 1) return names[0];
        var start = names[0].TakeWhile((character, i) => names.All(name => i < name.Length && name[i] == character)).Count();
        var end = names[0].Reverse().TakeWhile((character, i) => names.All(name => i < name.Length - start && name[^(i + 1)] == character)).Count();
        return $"{names[0][..start]}{{{string.Join(',', names.Select(name => name[start..^end]))}}}{names[0][^end..]}";
    }

    /// <summary>The tensors that hold a parameter.</summary>
    public virtual IReadOnlyList<StoredTensor> Stored(DecoderShape shape, ParameterInfo parameter)
    {
        var (names, isMatrix) = (StoredNames(parameter.Part, parameter.IsBias, parameter.Layer), parameter.Shape.Count == 2);
        var isTransposed = StoresTransposed && isMatrix && parameter.Role == ParameterRole.Weight;
        var offset = parameter.IsNorm && !parameter.IsBias ? NormOffset : 0;
        var rows = parameter.Part switch
        {
            DecoderPart.Projections => ProjectionRows.Of(shape, Projections, TurnsNeighbours),
            DecoderPart.Up when names.Length == 2 => [.. Enumerable.Range(0, 2).Select(half => Enumerable.Range(half * shape.FeedForwardSize, shape.FeedForwardSize).ToArray())],
            _ => [null],
        };
        return [.. names.Zip(rows, (name, map) => new StoredTensor(name, SizeOf(map?.Length), isTransposed, map, offset))];

        int[] SizeOf(int? stored)
        {
            var outputs = stored ?? parameter.Shape[0];
            return !isMatrix ? [outputs] : isTransposed ? [parameter.Shape[1], outputs] : [outputs, parameter.Shape[1]];
        }
    }

    /// <summary>The windows of the layers that layer_types, or else a rule, says slide.</summary>
    protected static int[] Windows(ConfigFields fields, int layers, int? window, Func<int, bool> slides)
    {
        if (window is null) return [];
        var types = fields.Words("layer_types");
        if (types is not null && types.Count != layers) throw fields.Wrong("layer_types", $"a list of {layers}, one for each layer", $"a list of {types.Count}");
        return [.. Enumerable.Range(0, layers).Select(layer => (types is null ? slides(layer) : Slides(types[layer])) ? window.Value : 0)];

        bool Slides(string type) => type switch
        {
            "sliding_attention" => true,
            "full_attention" => false,
            _ => throw fields.Wrong("layer_types", "made of full_attention and sliding_attention", type),
        };
    }

    private string[] StoredNames(DecoderPart part, bool isBias, int? layer) =>
        [.. (Names.GetValueOrDefault(part) ?? [layer is null ? $"{part}" : $"#.{part}"]).Select(name => $"{name.Replace("#", $"{layer}", StringComparison.Ordinal)}{(isBias ? ".bias" : ".weight")}")];
}

/// <summary>A tensor of a checkpoint that holds a parameter or rows of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">As stored.</param>
/// <param name="IsTransposed">It is stored [inputs, outputs].</param>
/// <param name="Rows">For each of its outputs the parameter's row, or the element of a vector; null where they are the same.</param>
/// <param name="Offset">What is added to each value.</param>
internal sealed record StoredTensor(string Name, IReadOnlyList<int> Shape, bool IsTransposed, int[]? Rows, float Offset)
{
    public long Length => Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>The parameter's values are the stored ones as they lie.</summary>
    public bool IsPlain => !IsTransposed && Rows is null && Offset == 0;

    /// <summary>Puts what is stored into the parameter's values.</summary>
    public void Place(ReadOnlySpan<float> stored, Span<float> values)
    {
        var (outputs, inputs) = Extents;
        for (var o = 0; o < outputs; o++)
        {
            var row = values.Slice((Rows is null ? o : Rows[o]) * inputs, inputs);
            for (var i = 0; i < inputs; i++) row[i] = (IsTransposed ? stored[i * outputs + o] : stored[o * inputs + i]) + Offset;
        }
    }

    /// <summary>Takes what is stored out of the parameter's values.</summary>
    public void Extract(ReadOnlySpan<float> values, Span<float> stored)
    {
        var (outputs, inputs) = Extents;
        for (var o = 0; o < outputs; o++)
        {
            var row = values.Slice((Rows is null ? o : Rows[o]) * inputs, inputs);
            for (var i = 0; i < inputs; i++) stored[IsTransposed ? i * outputs + o : o * inputs + i] = row[i] - Offset;
        }
    }

    private (int Outputs, int Inputs) Extents => Shape.Count == 1 ? (Shape[0], 1) : IsTransposed ? (Shape[1], Shape[0]) : (Shape[0], Shape[1]);
}
