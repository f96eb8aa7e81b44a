using Quanta.LanguageModels.Decoders;

namespace Quanta.LanguageModels.Architectures;

/// <summary>GPT-J (Wang and Komatsuzaki 2021): one norm for both branches, neighbouring numbers turned, a bias of the output matrix.</summary>
internal sealed class GptJ : Architecture
{
    public override string ModelType => "gptj";

    public override string Prefix => "transformer.";

    protected override bool TurnsNeighbours => true;

    protected override IReadOnlyDictionary<DecoderPart, string[]> Names { get; } = new Dictionary<DecoderPart, string[]>
    {
        [DecoderPart.Embedding] = ["transformer.wte"],
        [DecoderPart.AttentionNorm] = ["transformer.h.#.ln_1"],
        [DecoderPart.Projections] = ["transformer.h.#.attn.q_proj", "transformer.h.#.attn.k_proj", "transformer.h.#.attn.v_proj"],
        [DecoderPart.AttentionOutput] = ["transformer.h.#.attn.out_proj"],
        [DecoderPart.Up] = ["transformer.h.#.mlp.fc_in"],
        [DecoderPart.Down] = ["transformer.h.#.mlp.fc_out"],
        [DecoderPart.FinalNorm] = ["transformer.ln_f"],
        [DecoderPart.Unembedding] = ["lm_head"],
    };

    public override DecoderShape Read(ConfigFields fields)
    {
        var hidden = fields.RequiredSize("n_embd", "hidden_size");
        return new DecoderShape
        {
            ModelType = ModelType,
            HiddenSize = hidden,
            Layers = fields.RequiredSize("n_layer", "num_hidden_layers"),
            Heads = fields.RequiredSize("n_head", "num_attention_heads"),
            FeedForwardSize = fields.Size("n_inner") ?? 4 * hidden,
            VocabularySize = fields.RequiredSize("vocab_size"),
            MaximumPositions = fields.Size("n_positions", "max_position_embeddings") ?? 2048,
            RotaryDimensions = fields.RequiredSize("rotary_dim"),
            RotationsEnd = "its table of rotary positions ends there",
            Norms = NormPlaces.AttentionInput | NormPlaces.Final,
            NormEpsilon = (float)(fields.Number("layer_norm_epsilon") ?? 1e-5),
            Activation = fields.Activation("activation_function", ActivationFunction.Tanh),
            ProjectionBias = false,
            AttentionOutputBias = false,
            UnembeddingBias = true,
            TiedEmbeddings = fields.Flag("tie_word_embeddings") ?? false,
        };
    }
}
