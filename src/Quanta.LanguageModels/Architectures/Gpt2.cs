using Quanta.LanguageModels.Decoders;

namespace Quanta.LanguageModels.Architectures;

/// <summary>GPT-2 (Radford et al. 2019). Its linear maps are stored transposed; the published files lack the prefix and carry attention masks.</summary>
internal sealed class Gpt2 : Architecture
{
    public override string ModelType => "gpt2";

    public override string Prefix => "transformer.";

    protected override ProjectionLayout Projections => ProjectionLayout.Blocks;

    protected override bool StoresTransposed => true;

    protected override IReadOnlyDictionary<DecoderPart, string[]> Names { get; } = new Dictionary<DecoderPart, string[]>
    {
        [DecoderPart.Embedding] = ["transformer.wte"],
        [DecoderPart.Positions] = ["transformer.wpe"],
        [DecoderPart.AttentionNorm] = ["transformer.h.#.ln_1"],
        [DecoderPart.MlpNorm] = ["transformer.h.#.ln_2"],
        [DecoderPart.Projections] = ["transformer.h.#.attn.c_attn"],
        [DecoderPart.AttentionOutput] = ["transformer.h.#.attn.c_proj"],
        [DecoderPart.Up] = ["transformer.h.#.mlp.c_fc"],
        [DecoderPart.Down] = ["transformer.h.#.mlp.c_proj"],
        [DecoderPart.FinalNorm] = ["transformer.ln_f"],
        [DecoderPart.Unembedding] = ["lm_head"],
    };

    public override DecoderShape Read(ConfigFields fields)
    {
        fields.Refuse("add_cross_attention");
        var hidden = fields.RequiredSize("n_embd", "hidden_size");
        return new DecoderShape
        {
            ModelType = ModelType,
            HiddenSize = hidden,
            Layers = fields.RequiredSize("n_layer", "num_hidden_layers"),
            Heads = fields.RequiredSize("n_head", "num_attention_heads"),
            FeedForwardSize = fields.Size("n_inner") ?? 4 * hidden,
            VocabularySize = fields.RequiredSize("vocab_size"),
            MaximumPositions = fields.Size("n_positions", "max_position_embeddings") ?? 1024,
            LearnedPositions = true,
            RotaryDimensions = 0,
            ParallelResidual = false,
            NormEpsilon = (float)(fields.Number("layer_norm_epsilon") ?? 1e-5),
            Activation = fields.Activation("activation_function", ActivationFunction.Tanh),
            ScoreScale = fields.Flag("scale_attn_weights") is false ? 1 : null,
            ScoresByLayer = fields.Flag("scale_attn_by_inverse_layer_idx") ?? false,
            TiedEmbeddings = fields.Flag("tie_word_embeddings") ?? true,
        };
    }
}
