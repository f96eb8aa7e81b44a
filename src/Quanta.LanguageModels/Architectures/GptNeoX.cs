using System.Text.Json.Nodes;
using Quanta.LanguageModels.Decoders;

namespace Quanta.LanguageModels.Architectures;

/// <summary>GPT-NeoX (Black et al. 2022), of which Pythia's models are (Biderman et al. 2023), in the spellings of all versions that published them.</summary>
internal sealed class GptNeoX : Architecture
{
    public override string ModelType => "gpt_neox";

    public override string Prefix => "gpt_neox.";

    protected override ProjectionLayout Projections => ProjectionLayout.ByHead;

    protected override IReadOnlyDictionary<DecoderPart, string[]> Names { get; } = new Dictionary<DecoderPart, string[]>
    {
        [DecoderPart.Embedding] = ["gpt_neox.embed_in"],
        [DecoderPart.AttentionNorm] = ["gpt_neox.layers.#.input_layernorm"],
        [DecoderPart.MlpNorm] = ["gpt_neox.layers.#.post_attention_layernorm"],
        [DecoderPart.Projections] = ["gpt_neox.layers.#.attention.query_key_value"],
        [DecoderPart.AttentionOutput] = ["gpt_neox.layers.#.attention.dense"],
        [DecoderPart.Up] = ["gpt_neox.layers.#.mlp.dense_h_to_4h"],
        [DecoderPart.Down] = ["gpt_neox.layers.#.mlp.dense_4h_to_h"],
        [DecoderPart.FinalNorm] = ["gpt_neox.final_layer_norm"],
        [DecoderPart.Unembedding] = ["embed_out"],
    };

    public override DecoderShape Read(ConfigFields fields)
    {
        var rotary = new RotaryFields(fields);
        var bias = fields.Flag("attention_bias") ?? true;
        var shape = new DecoderShape
        {
            ModelType = ModelType,
            HiddenSize = fields.RequiredSize("hidden_size"),
            Layers = fields.RequiredSize("num_hidden_layers"),
            Heads = fields.RequiredSize("num_attention_heads"),
            FeedForwardSize = fields.RequiredSize("intermediate_size"),
            VocabularySize = fields.RequiredSize("vocab_size"),
            MaximumPositions = fields.Size("max_position_embeddings") ?? 2048,
            RotaryBase = rotary.Base("rotary_emb_base"),
            RotaryScaling = rotary.Scaling(),
            RotationsEnd = rotary.End(),
            ParallelResidual = fields.Flag("use_parallel_residual") ?? true,
            NormEpsilon = (float)(fields.Number("layer_norm_eps") ?? 1e-5),
            Activation = fields.Activation("hidden_act", ActivationFunction.Exact),
            TiedEmbeddings = fields.Flag("tie_word_embeddings") ?? false,
            ProjectionBias = bias,
            AttentionOutputBias = bias,
        };
        return shape with { RotaryDimensions = (int)(shape.HeadSize * rotary.Share(0.25, "rotary_pct")) };
    }

    public override DecoderShape New(DecoderShape sizes) => sizes with { ModelType = ModelType };

    public override JsonObject Write(DecoderShape shape) => new()
    {
        ["architectures"] = new JsonArray("GPTNeoXForCausalLM"),
        ["model_type"] = ModelType,
        ["vocab_size"] = shape.VocabularySize,
        ["hidden_size"] = shape.HiddenSize,
        ["num_hidden_layers"] = shape.Layers,
        ["num_attention_heads"] = shape.Heads,
        ["intermediate_size"] = shape.FeedForwardSize,
        ["max_position_embeddings"] = shape.MaximumPositions,
        ["hidden_act"] = shape.Activation == ActivationFunction.Exact ? "gelu" : "gelu_new",
        ["rotary_pct"] = (double)shape.RotaryDimensions / shape.HeadSize,
        ["rotary_emb_base"] = shape.RotaryBase,
        ["layer_norm_eps"] = shape.NormEpsilon,
        ["use_parallel_residual"] = shape.ParallelResidual,
        ["tie_word_embeddings"] = shape.TiedEmbeddings,
        ["attention_bias"] = shape.ProjectionBias,
        ["bos_token_id"] = 0,
        ["eos_token_id"] = 0,
    };
}
