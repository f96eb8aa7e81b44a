using Quanta.LanguageModels.Decoders;

namespace Quanta.LanguageModels.Architectures;

/// <summary>OPT (Zhang et al. 2022). The row of position 0 is the third; in the 350m model norms follow the sums and embeddings are narrower than the stream.</summary>
internal sealed class Opt : Architecture
{
    public override string ModelType => "opt";

    public override string Prefix => "model.";

    protected override IReadOnlyDictionary<DecoderPart, string[]> Names { get; } = new Dictionary<DecoderPart, string[]>
    {
        [DecoderPart.Embedding] = ["model.decoder.embed_tokens"],
        [DecoderPart.Positions] = ["model.decoder.embed_positions"],
        [DecoderPart.EmbeddingMap] = ["model.decoder.project_in"],
        [DecoderPart.AttentionNorm] = ["model.decoder.layers.#.self_attn_layer_norm"],
        [DecoderPart.AfterAttentionNorm] = ["model.decoder.layers.#.self_attn_layer_norm"],
        [DecoderPart.MlpNorm] = ["model.decoder.layers.#.final_layer_norm"],
        [DecoderPart.AfterMlpNorm] = ["model.decoder.layers.#.final_layer_norm"],
        [DecoderPart.Projections] = ["model.decoder.layers.#.self_attn.q_proj", "model.decoder.layers.#.self_attn.k_proj", "model.decoder.layers.#.self_attn.v_proj"],
        [DecoderPart.AttentionOutput] = ["model.decoder.layers.#.self_attn.out_proj"],
        [DecoderPart.Up] = ["model.decoder.layers.#.fc1"],
        [DecoderPart.Down] = ["model.decoder.layers.#.fc2"],
        [DecoderPart.FinalNorm] = ["model.decoder.final_layer_norm"],
        [DecoderPart.UnembeddingMap] = ["model.decoder.project_out"],
        [DecoderPart.Unembedding] = ["lm_head"],
    };

    public override DecoderShape Read(ConfigFields fields)
    {
        fields.Require("layer_norm_elementwise_affine", "true", fields.Flag("layer_norm_elementwise_affine") ?? true, "false");
        var (bias, before) = (fields.Flag("enable_bias") ?? true, fields.Flag("do_layer_norm_before") ?? true);
        var final = before && fields.Flag("_remove_final_layer_norm") is not true ? NormPlaces.Final : NormPlaces.None;
        return new DecoderShape
        {
            ModelType = ModelType,
            HiddenSize = fields.RequiredSize("hidden_size"),
            Layers = fields.RequiredSize("num_hidden_layers"),
            Heads = fields.RequiredSize("num_attention_heads"),
            FeedForwardSize = fields.RequiredSize("ffn_dim"),
            VocabularySize = fields.RequiredSize("vocab_size"),
            EmbeddingSize = fields.Size("word_embed_proj_dim") ?? 0,
            MaximumPositions = fields.Size("max_position_embeddings") ?? 2048,
            LearnedPositions = true,
            PositionOffset = 2,
            RotaryDimensions = 0,
            ParallelResidual = false,
            Norms = before ? NormPlaces.AttentionInput | NormPlaces.MlpInput | final : NormPlaces.AfterAttention | NormPlaces.AfterMlp,
            Activation = fields.Activation("activation_function", ActivationFunction.Relu),
            ProjectionBias = bias,
            AttentionOutputBias = bias,
            MlpBias = bias,
            TiedEmbeddings = fields.Flag("tie_word_embeddings") ?? true,
        };
    }
}
