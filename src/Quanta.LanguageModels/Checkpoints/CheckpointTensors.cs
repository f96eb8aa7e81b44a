using Quanta.Formats.Tensors;
using Quanta.LanguageModels.Architectures;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.Checkpoints;

/// <summary>A checkpoint's tensors as a model's parameters: under which names they stand in it, and what in it belongs to no parameter.</summary>
internal sealed class CheckpointTensors
{
    private const int MostNamed = 5;

    /// <summary>What the sentinel of the rotary frequencies may differ by where it was rounded to bfloat16 (2^-9), and where to float16 below its normal numbers
    /// (2^-25).</summary>
    private const double RelativeRounding = 0.004, AbsoluteRounding = 4e-8;

    private const string RotaryFrequencies = ".rotary_emb.inv_freq";

    /// <summary>Buffers that some versions stored with the weights: masks, positions and frequencies that follow from the configuration.</summary>
    private static readonly string[] StraySuffixes =
        [".attention.bias", ".attention.masked_bias", ".attn.bias", ".attn.masked_bias", ".attn.embed_positions", RotaryFrequencies];

    private readonly string _checkpoint;
    private readonly ITensorSource _source;
    private readonly Architecture _architecture;
    private readonly bool _lacksPrefix;
    private readonly string _embedding, _unembedding;
    private readonly bool _hasUntied;

    /// <param name="checkpoint">What messages call it.</param>
    /// <param name="shape">The model, as its configuration has it.</param>
    /// <param name="source">Its tensors.</param>
    /// <param name="reads">Whether an embedding and an output matrix that should be one are read to see whether they are; where they are not, both are taken to be needed.</param>
    public CheckpointTensors(string checkpoint, DecoderShape shape, ITensorSource source, bool reads = true)
    {
        (_checkpoint, _source, _architecture) = (checkpoint, source, ArchitectureRegistry.Get(shape.ModelType));
        _lacksPrefix = !source.Tensors.Keys.Concat(source.UnreadableTensors.Keys).Any(name => name.StartsWith(_architecture.Prefix, StringComparison.Ordinal));
        _embedding = InFile(_architecture.NameOf(DecoderPart.Embedding, isBias: false, layer: null));
        _unembedding = InFile(_architecture.NameOf(DecoderPart.Unembedding, isBias: false, layer: null));
        _hasUntied = shape.TiedEmbeddings && HasBoth() && !(reads && AreEqual(_embedding, _unembedding));
        Shape = _hasUntied ? shape with { TiedEmbeddings = false } : shape;
    }

    /// <summary>The model's, untied where the configuration calls the embedding and the output matrix one but the checkpoint has two.</summary>
    public DecoderShape Shape { get; }

    /// <summary>What a parameter is called in the file.</summary>
    public string NameOf(ParameterInfo parameter) => parameter.Part == DecoderPart.Embedding ? NameOfEmbedding : InFile(parameter.Name);

    /// <summary>Throws unless the checkpoint has a parameter's tensors in the shape they must have.</summary>
    public void Check(ParameterInfo parameter)
    {
        foreach (var tensor in Stored(parameter))
        {
            var required = $"{tensor.Name} of shape [{string.Join(", ", tensor.Shape)}]";
            if (_source.UnreadableTensors.TryGetValue(tensor.Name, out var type))
                throw new InvalidDataException($"{_checkpoint}: the configuration requires a tensor {required}, but the checkpoint's has the element type {type}, which cannot be read.");
            if (!_source.Tensors.TryGetValue(tensor.Name, out var found))
                throw new InvalidDataException($"{_checkpoint}: the configuration requires a tensor {required}, but the checkpoint has none of that name.");
            if (!found.Shape.SequenceEqual(tensor.Shape.Select(size => (long)size)))
                throw new InvalidDataException($"{_checkpoint}: the configuration requires a tensor {required}, but the checkpoint's has shape [{string.Join(", ", found.Shape)}].");
        }
    }

    /// <summary>Reads a parameter.</summary>
    /// <param name="parameter">Which.</param>
    /// <param name="values">Row-major; overwritten.</param>
    public void Read(ParameterInfo parameter, Span<float> values)
    {
        foreach (var tensor in Stored(parameter))
        {
            if (tensor.IsPlain)
            {
                _source.Read(tensor.Name, values);
                continue;
            }
            var stored = new float[tensor.Length];
            _source.Read(tensor.Name, stored);
            tensor.Place(stored, values);
        }
    }

    /// <summary>How a parameter can be kept without loss: a matrix as it is stored, if all of it is stored alike in 16 bits; anything else as float32.</summary>
    public ElementType TypeOf(ParameterInfo parameter)
    {
        if (parameter.Shape.Count != 2 || parameter.Part == DecoderPart.Positions) return ElementType.Float32;
        var types = Stored(parameter).Select(tensor => _source.Tensors.GetValueOrDefault(tensor.Name)?.Type).Distinct().ToList();
        return types switch
        {
            [TensorType.BFloat16] => ElementType.BFloat16,
            [TensorType.Float16] => ElementType.Float16,
            _ => ElementType.Float32,
        };
    }

    /// <summary>Tensors that belong to no part of the model.</summary>
    public List<string> Unknown(IReadOnlyList<ParameterInfo> parameters)
    {
        var known = parameters.SelectMany(Stored).Select(tensor => tensor.Name).ToHashSet();
        if (Shape.TiedEmbeddings) known.Add(_unembedding);
        return [.. _source.Tensors.Keys.Concat(_source.UnreadableTensors.Keys).Where(key => !known.Contains(key) && !StraySuffixes.Any(key.EndsWith)).Order(StringComparer.Ordinal)];
    }

    /// <summary>What a user should know, the unknown tensors among it, in sentences.</summary>
    public IEnumerable<string> Notes(IReadOnlyList<string> unknown)
    {
        if (unknown.Count > 0)
        {
            var named = Named(unknown.Select(tensor => _source.UnreadableTensors.TryGetValue(tensor, out var type) ? $"{tensor} ({type})" : tensor));
            yield return $"{_checkpoint}: tensors that belong to no part of the model are passed over: {named}.";
        }
        if (_hasUntied)
            yield return $"{_checkpoint}: config.json says that embedding and output matrix are one (tie_word_embeddings), but {_embedding} and {_unembedding} differ; both are used.";
        var differing = _source.Tensors.Values.Where(tensor => tensor.Name.EndsWith(RotaryFrequencies, StringComparison.Ordinal) && !IsAsConfigured(tensor));
        if (differing.Select(tensor => tensor.Name).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } frequencies)
        {
            yield return $"{_checkpoint}: the rotary frequencies stored in {Named(frequencies)} are not those of config.json ({Shape.RotaryDimensions} of {Shape.HeadSize} numbers of a head, "
                + $"base {Shape.RotaryBase}), which are used; if the config.json is another model's, every loss is wrong.";
        }
    }

    public static string Named(IEnumerable<string> names)
    {
        var all = names.ToList();
        return string.Join(", ", all.Take(MostNamed)) + (all.Count > MostNamed ? $" and {all.Count - MostNamed} more" : "");
    }

    /// <summary>Of a tied model it may be the output matrix's, as safetensors keeps only the first of equal tensors.</summary>
    private string NameOfEmbedding =>
        Shape.TiedEmbeddings && !_source.Tensors.ContainsKey(_embedding) && _source.Tensors.ContainsKey(_unembedding) ? _unembedding : _embedding;

    private IEnumerable<StoredTensor> Stored(ParameterInfo parameter) => _architecture.Stored(Shape, parameter).Select(
        tensor => tensor with { Name = parameter.Part == DecoderPart.Embedding ? NameOfEmbedding : InFile(tensor.Name) });

    private string InFile(string name) => _lacksPrefix && name.StartsWith(_architecture.Prefix, StringComparison.Ordinal) ? name[_architecture.Prefix.Length..] : name;

    /// <summary>Whether there is an embedding and an output matrix of the same size.</summary>
    private bool HasBoth() =>
        _source.Tensors.TryGetValue(_embedding, out var one) && _source.Tensors.TryGetValue(_unembedding, out var other) && one.Count == other.Count;

    private bool AreEqual(string first, string second)
    {
        var (values, others) = (new float[_source.Tensors[first].Count], new float[_source.Tensors[second].Count]);
        _source.Read(first, values);
        _source.Read(second, others);
        return values.AsSpan().SequenceEqual(others);
    }

    /// <summary>Stored frequencies may be those before a scaling.</summary>
    private bool IsAsConfigured(TensorInfo tensor)
    {
        if (tensor.Count != Shape.RotaryDimensions / 2) return false;
        var found = new float[tensor.Count];
        _source.Read(tensor.Name, found);
        return new[] { Shape.RotaryScaling, null }.Any(scaling => found.Index().All(entry =>
        {
            var expected = RotaryTable.Frequency(entry.Index, Shape.RotaryDimensions, Shape.RotaryBase, scaling);
            return Math.Abs(entry.Item - expected) <= RelativeRounding * expected + AbsoluteRounding;
        }));
    }
}
