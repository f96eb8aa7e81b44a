using System.Text.Json.Serialization;

namespace Quanta.LanguageModels.Decoders;

/// <summary>The sizes and choices of one decoder-only transformer, whatever its family: all that a forward or backward pass needs to know beside the weights.</summary>
/// <remarks>The defaults are GPT-NeoX's (Black et al. 2022). A layer adds two branches, attention A and MLP M, to the residual stream x, with a norm at each of the places in
/// <see cref="Norms"/>: in sequence x' = x + A(x), x'' = x' + M(x'), or in parallel x + A(x) + M(x).</remarks>
public sealed record DecoderShape
{
    /// <summary>The largest accepted value of any size; the largest published one is 256,000 (a vocabulary).</summary>
    internal const int LargestSize = 1 << 22;

    /// <summary>The family, by the model_type of its config.json.</summary>
    public string ModelType { get; init; } = "gpt_neox";

    /// <summary>H: the width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    public required int Layers { get; init; }

    /// <summary>N: heads of queries.</summary>
    public required int Heads { get; init; }

    /// <summary>K: heads of keys and values, each read by N / K heads of queries that follow one another (Ainslie et al. 2023). N where nothing else is said.</summary>
    public int KeyHeads { get => field > 0 ? field : Heads; init; }

    /// <summary>D: numbers of a head. H / N where nothing else is said.</summary>
    public int HeadSize { get => field > 0 ? field : HiddenSize / Math.Max(1, Heads); init; }

    /// <summary>F: the width of the MLP.</summary>
    public required int FeedForwardSize { get; init; }

    /// <summary>V: rows of the embedding, padding rows included: the softmax runs over all of them.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Numbers of an embedding row; where they are not H, a linear map leads to the stream and another back. H where nothing else is said.</summary>
    public int EmbeddingSize { get => field > 0 ? field : HiddenSize; init; }

    /// <summary>The tokens that the model was made to read at once. Where nothing ends there, it can read more: see <see cref="PositionLimit"/>.</summary>
    public int MaximumPositions { get; init; } = 2048;

    /// <summary>Why there is nothing beyond <see cref="MaximumPositions"/> though positions are turned, not learned; null where they go on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RotationsEnd { get; init; }

    /// <summary>The most tokens that can be read at once: learned positions have no row beyond it, and some families' rotary ones end. Null: rotary positions go on, though what
    /// the model makes of them beyond <see cref="MaximumPositions"/> was never trained.</summary>
    [JsonIgnore]
    public int? PositionLimit => LearnedPositions || RotationsEnd is not null ? MaximumPositions : null;

    /// <summary>Why there is a <see cref="PositionLimit"/>, as the end of a sentence.</summary>
    [JsonIgnore]
    public string WhyPositionsEnd => LearnedPositions ? "its positions are learned, and it has no more of them" : RotationsEnd ?? "";

    /// <summary>Positions are learned rows that are added to the embeddings.</summary>
    public bool LearnedPositions { get; init; }

    /// <summary>The row of position 0 among the learned ones.</summary>
    public int PositionOffset { get; init; }

    /// <summary>What embedding rows are multiplied with.</summary>
    public float EmbeddingScale { get; init; } = 1;

    /// <summary>The leading numbers of each query and key that carry rotary positions (Su et al. 2021): even, 0 for none. A quarter of D where nothing else is said.</summary>
    public int RotaryDimensions { get => field >= 0 ? field : HeadSize / 4; init; } = -1;

    /// <summary>The base of the rotary frequencies.</summary>
    public double RotaryBase { get; init; } = 10_000;

    /// <summary>How the rotary frequencies are stretched for contexts longer than those trained on; null for not at all.</summary>
    public RotaryScaling? RotaryScaling { get; init; }

    /// <summary>Both branches read the layer's input and are added together; otherwise the MLP reads the attention's result.</summary>
    public bool ParallelResidual { get; init; } = true;

    /// <summary>Where a layer normalises, and whether the model does at its end. In parallel without <see cref="NormPlaces.MlpInput"/>, both branches read the attention's.</summary>
    public NormPlaces Norms { get; init; } = NormPlaces.AttentionInput | NormPlaces.MlpInput | NormPlaces.Final;

    public NormForm NormForm { get; init; }

    public float NormEpsilon { get; init; } = 1e-5f;

    /// <summary>What is normalised of queries and keys, before they are turned, in the same form as elsewhere.</summary>
    public QueryKeyNorm QueryKeyNorm { get; init; }

    /// <summary>The norms of queries and keys have biases.</summary>
    public bool QueryKeyNormBias { get; init; }

    public ActivationFunction Activation { get; init; }

    /// <summary>The MLP is down(act(gate x) up x), not down(act(up x)) (Shazeer 2020).</summary>
    public bool GatedMlp { get; init; }

    /// <summary>The projections to queries, keys and values have biases.</summary>
    public bool ProjectionBias { get; init; } = true;

    /// <summary>The attention's output map has a bias.</summary>
    public bool AttentionOutputBias { get; init; } = true;

    /// <summary>The MLP's maps have biases.</summary>
    public bool MlpBias { get; init; } = true;

    /// <summary>The output matrix has a bias.</summary>
    public bool UnembeddingBias { get; init; }

    /// <summary>The output matrix is the embedding itself, not one of its own.</summary>
    public bool TiedEmbeddings { get; init; }

    /// <summary>What products of queries and keys are multiplied with; null for 1 / sqrt D.</summary>
    public double? ScoreScale { get; init; }

    /// <summary>In layer l, 0 the first, scores are divided by l + 1 as well.</summary>
    public bool ScoresByLayer { get; init; }

    /// <summary>c of c tanh(score / c), which bounds scaled scores; 0 for no bound.</summary>
    public float ScoreCap { get; init; }

    /// <summary>The same of logits.</summary>
    public float LogitCap { get; init; }

    /// <summary>By layer, the positions that a query sees, itself the last; 0 for all before it. Empty: all layers see all.</summary>
    public IReadOnlyList<int> Windows { get; init; } = [];

    /// <summary>The final norm's parameters count as a layer's norm does, out of the published gradient (TinyStories, arXiv 2303.13506 section 5).</summary>
    public bool FinalNormIsLeftOut { get; init; }

    /// <summary>Columns of queries, keys and values together: (N + 2 K) D.</summary>
    [JsonIgnore]
    public int ProjectionSize => (Heads + 2 * KeyHeads) * HeadSize;

    /// <summary>Columns of what attention gathers: N D.</summary>
    [JsonIgnore]
    public int ContextSize => Heads * HeadSize;

    /// <summary>Columns of what the activation function reads: F, or 2 F with a gate.</summary>
    [JsonIgnore]
    public int ActivationInputSize => GatedMlp ? 2 * FeedForwardSize : FeedForwardSize;

    public bool Has(NormPlaces place) => (Norms & place) != 0;

    /// <summary>The positions that a layer's queries see; 0 for all.</summary>
    public int WindowOf(int layer) => layer < Windows.Count ? Windows[layer] : 0;

    /// <summary>Throws unless each layer is one of the model's, 0 the first.</summary>
    public void CheckLayers(IEnumerable<int> layers)
    {
        foreach (var layer in layers)
            if (layer < 0 || layer >= Layers) throw new ArgumentException($"The model has layers 0 to {Layers - 1}, but layer {layer} was asked for.");
    }

    /// <summary>The first thing that no model could have, as a sentence without its full stop; null when all is well.</summary>
    public string? FindFault()
    {
        foreach (var (name, size) in new[]
        {
            ("hidden_size", HiddenSize), ("num_hidden_layers", Layers), ("num_attention_heads", Heads), ("intermediate_size", FeedForwardSize),
            ("vocab_size", VocabularySize), ("max_position_embeddings", MaximumPositions), ("the size of an embedding", EmbeddingSize),
        })
        {
            if (size is < 1 or > LargestSize) return $"{name} must be between 1 and {LargestSize}, but it is {size}";
        }
        if (HeadSize == HiddenSize / Heads && HiddenSize % Heads != 0) return $"num_attention_heads must divide hidden_size, but they are {Heads} and {HiddenSize}";
        if (HeadSize is < 1 or > LargestSize) return $"the size of a head must be between 1 and {LargestSize}, but it is {HeadSize}";
        if (KeyHeads > Heads || Heads % KeyHeads != 0) return $"num_key_value_heads must divide num_attention_heads, but they are {KeyHeads} and {Heads}";
        if (RotaryDimensions > HeadSize) return $"the rotated dimensions of a head must be at most its size of {HeadSize}, but they are {RotaryDimensions}";
        if (RotaryDimensions % 2 != 0) return $"the rotated dimensions of a head must be even, but of a head size of {HeadSize} they are {RotaryDimensions}";
        if (!(RotaryBase > 0 && double.IsFinite(RotaryBase))) return $"the rotary base must be positive and finite, but it is {RotaryBase}";
        if (RotaryScaling?.FindFault() is { } fault) return fault;
        if (!(NormEpsilon >= 0 && float.IsFinite(NormEpsilon))) return $"the norms' epsilon must be finite and not negative, but it is {NormEpsilon}";
        if (!(ScoreCap >= 0 && float.IsFinite(ScoreCap) && LogitCap >= 0 && float.IsFinite(LogitCap))) return $"soft caps must be positive, but they are {ScoreCap} and {LogitCap}";
        if (ScoreScale is { } scale && !(double.IsFinite(scale) && scale > 0)) return $"the scale of attention scores must be positive and finite, but it is {scale}";
        if (Windows.Count > 0 && Windows.Count != Layers) return $"there must be a window for each of the {Layers} layers, but there are {Windows.Count}";
        return Windows.Any(window => window < 0) ? $"attention windows must not be negative, but one is {Windows.Min()}" : null;
    }
}

/// <summary>Where a layer normalises.</summary>
[Flags]
public enum NormPlaces
{
    None = 0,

    /// <summary>What attention reads.</summary>
    AttentionInput = 1,

    /// <summary>What attention gives, before it is added.</summary>
    AttentionOutput = 2,

    /// <summary>The stream after attention was added.</summary>
    AfterAttention = 4,

    /// <summary>What the MLP reads.</summary>
    MlpInput = 8,

    /// <summary>What the MLP gives, before it is added.</summary>
    MlpOutput = 16,

    /// <summary>The stream after the MLP was added.</summary>
    AfterMlp = 32,

    /// <summary>The stream after the last layer.</summary>
    Final = 64,
}

/// <summary>How a row is normalised.</summary>
public enum NormForm
{
    /// <summary>(x - mean) / sqrt(variance + epsilon) weight + bias (Ba et al. 2016).</summary>
    Layer,

    /// <summary>x / sqrt(mean of squares + epsilon) weight (Zhang and Sennrich 2019).</summary>
    RootMeanSquare,
}

/// <summary>What is normalised of queries and keys.</summary>
public enum QueryKeyNorm
{
    None,

    /// <summary>Each head, with one weight for all heads of queries and one for all of keys.</summary>
    SharedByHeads,

    /// <summary>Each head, with a weight of its own.</summary>
    EachHead,

    /// <summary>All heads of queries together, and all of keys.</summary>
    AllHeads,
}

/// <summary>What the MLP bends its values with.</summary>
public enum ActivationFunction
{
    /// <summary>x Phi(x) = x (1 + erf(x / sqrt 2)) / 2 (Hendrycks and Gimpel 2016).</summary>
    Exact,

    /// <summary>Its approximation x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2.</summary>
    Tanh,

    /// <summary>max(x, 0); the slope at 0 is 0.</summary>
    Relu,

    /// <summary>x / (1 + e^-x).</summary>
    Silu,
}

/// <summary>How rotary frequencies f are stretched.</summary>
/// <param name="Factor">f becomes f / Factor.</param>
public sealed record RotaryScaling(double Factor)
{
    /// <summary>Llama 3's: frequencies that turn often within the original context are kept, those that turn seldom stretched, and those between are mixed.</summary>
    public LlamaBands? Bands { get; init; }

    /// <summary>f stretched.</summary>
    public double Stretch(double frequency)
    {
        var kept = Bands?.KeptOf(frequency) ?? 0;
        return kept * frequency + (1 - kept) * frequency / Factor;
    }

    internal string? FindFault()
    {
        if (!(Factor > 0 && double.IsFinite(Factor))) return $"the factor of the rotary scaling must be positive and finite, but it is {Factor}";
        return Bands is { } bands && !(bands.High > bands.Low && bands.OriginalPositions > 0)
            ? $"high_freq_factor must be above low_freq_factor and the original positions above 0, but they are {bands.High}, {bands.Low} and {bands.OriginalPositions}"
            : null;
    }
}

/// <summary>Which frequencies Llama 3 keeps, by their turns within the original context.</summary>
/// <param name="Low">Those of fewer turns are stretched whole.</param>
/// <param name="High">Those of more turns are kept.</param>
/// <param name="OriginalPositions">The original context.</param>
public sealed record LlamaBands(double Low, double High, double OriginalPositions)
{
    /// <summary>The part of a frequency that is kept.</summary>
    public double KeptOf(double frequency) => Math.Clamp((OriginalPositions * frequency / (2 * Math.PI) - Low) / (High - Low), 0, 1);
}
