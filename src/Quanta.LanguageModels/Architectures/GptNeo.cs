using System.Text.Json.Nodes;
using Quanta.LanguageModels.Decoders;

namespace Quanta.LanguageModels.Architectures;

/// <summary>GPT-Neo (Black et al. 2021), of which the TinyStories models are (Eldan and Li 2023). Scores are not scaled, and every other layer sees a window.</summary>
/// <remarks>Its final norm is out of the gradient, as published for TinyStories (arXiv 2303.13506, section 5): names with ln, wte or wpe are.</remarks>
internal sealed class GptNeo : Architecture
{
    public override string ModelType => "gpt_neo";

    public override string Prefix => "transformer.";

    protected override IReadOnlyDictionary<DecoderPart, string[]> Names { get; } = new Dictionary<DecoderPart, string[]>
    {
        [DecoderPart.Embedding] = ["transformer.wte"],
        [DecoderPart.Positions] = ["transformer.wpe"],
        [DecoderPart.AttentionNorm] = ["transformer.h.#.ln_1"],
        [DecoderPart.MlpNorm] = ["transformer.h.#.ln_2"],
        [DecoderPart.Projections] =
            ["transformer.h.#.attn.attention.q_proj", "transformer.h.#.attn.attention.k_proj", "transformer.h.#.attn.attention.v_proj"],
        [DecoderPart.AttentionOutput] = ["transformer.h.#.attn.attention.out_proj"],
        [DecoderPart.Up] = ["transformer.h.#.mlp.c_fc"],
        [DecoderPart.Down] = ["transformer.h.#.mlp.c_proj"],
        [DecoderPart.FinalNorm] = ["transformer.ln_f"],
        [DecoderPart.Unembedding] = ["lm_head"],
    };

    public override DecoderShape Read(ConfigFields fields)
    {
        var (hidden, layers) = (fields.RequiredSize("hidden_size", "n_embd"), fields.RequiredSize("num_layers", "num_hidden_layers", "n_layer"));
        var window = fields.Size("window_size") ?? 256;
        return new DecoderShape
        {
            ModelType = ModelType,
            HiddenSize = hidden,
            Layers = layers,
            Heads = fields.RequiredSize("num_heads", "num_attention_heads", "n_head"),
            FeedForwardSize = fields.Size("intermediate_size") ?? 4 * hidden,
            VocabularySize = fields.RequiredSize("vocab_size"),
            MaximumPositions = fields.Size("max_position_embeddings", "n_positions") ?? 2048,
            LearnedPositions = true,
            RotaryDimensions = 0,
            ParallelResidual = false,
            NormEpsilon = (float)(fields.Number("layer_norm_epsilon") ?? 1e-5),
            Activation = fields.Activation("activation_function", ActivationFunction.Tanh),
            ProjectionBias = false,
            ScoreScale = 1,
            Windows = [.. Kinds(fields, layers).Select(kind => kind == "local" ? window : 0)],
            TiedEmbeddings = fields.Flag("tie_word_embeddings") ?? true,
            FinalNormIsLeftOut = true,
        };
    }

    public override DecoderShape New(DecoderShape sizes) => sizes with
    {
        ModelType = ModelType,
        LearnedPositions = true,
        RotaryDimensions = 0,
        ParallelResidual = false,
        Activation = ActivationFunction.Tanh,
        ProjectionBias = false,
        ScoreScale = 1,
        Windows = [.. Enumerable.Range(0, sizes.Layers).Select(layer => layer % 2 == 0 ? 0 : 256)],
        TiedEmbeddings = true,
        FinalNormIsLeftOut = true,
    };

    public override JsonObject Write(DecoderShape shape) => new()
    {
        ["architectures"] = new JsonArray("GPTNeoForCausalLM"),
        ["model_type"] = ModelType,
        ["vocab_size"] = shape.VocabularySize,
        ["hidden_size"] = shape.HiddenSize,
        ["num_layers"] = shape.Layers,
        ["num_heads"] = shape.Heads,
        ["intermediate_size"] = shape.FeedForwardSize,
        ["max_position_embeddings"] = shape.MaximumPositions,
        ["window_size"] = shape.Windows.DefaultIfEmpty().Max() is > 0 and var window ? window : 256,
        ["attention_types"] = new JsonArray(new JsonArray(
            new JsonArray([.. Enumerable.Range(0, shape.Layers).Select(layer => (JsonNode)(shape.WindowOf(layer) > 0 ? "local" : "global"))]), 1)),
        ["activation_function"] = shape.Activation == ActivationFunction.Exact ? "gelu" : "gelu_new",
        ["layer_norm_epsilon"] = shape.NormEpsilon,
        ["tie_word_embeddings"] = shape.TiedEmbeddings,
    };

    /// <summary>attention_types: pairs of a list of kinds and how often it is repeated.</summary>
    private static List<string> Kinds(ConfigFields fields, int layers)
    {
        const string required = "pairs of a list of global and local and a number of times, together one for each layer";
        if (fields.List("attention_types") is not { } pairs) return [.. Enumerable.Range(0, layers).Select(layer => layer % 2 == 0 ? "global" : "local")];
        var kinds = new List<string>();
        foreach (var pair in pairs)
        {
            try
            {
                var names = pair[0].EnumerateArray().Select(name => name.GetString()!).ToList();
                for (var time = 0; time < Math.Min(layers, pair[1].GetInt32()); time++) kinds.AddRange(names);
            }
            catch (Exception exception) when (exception is InvalidOperationException or IndexOutOfRangeException or FormatException)
            {
                throw fields.Wrong("attention_types", required, pair.GetRawText());
            }
        }
        fields.Require("attention_types", required, kinds.Count == layers && kinds.All(kind => kind is "global" or "local"), string.Join(", ", kinds));
        return kinds;
    }
}
