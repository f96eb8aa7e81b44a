using System.Text.Json.Nodes;
using Quanta.LanguageModels.Decoders;

namespace Quanta.LanguageModels.Architectures;

/// <summary>Llama (Touvron et al. 2023), which TinyLlama, SmolLM and many others are; and what its kin share with it.</summary>
internal class Llama : Architecture
{
    public override string ModelType => "llama";

    public override string Prefix => "model.";

    protected override IReadOnlyDictionary<DecoderPart, string[]> Names { get; } = new Dictionary<DecoderPart, string[]>
    {
        [DecoderPart.Embedding] = ["model.embed_tokens"],
        [DecoderPart.AttentionNorm] = ["model.layers.#.input_layernorm"],
        [DecoderPart.MlpNorm] = ["model.layers.#.post_attention_layernorm"],
        [DecoderPart.QueryNorm] = ["model.layers.#.self_attn.q_norm"],
        [DecoderPart.KeyNorm] = ["model.layers.#.self_attn.k_norm"],
        [DecoderPart.Projections] = ["model.layers.#.self_attn.q_proj", "model.layers.#.self_attn.k_proj", "model.layers.#.self_attn.v_proj"],
        [DecoderPart.AttentionOutput] = ["model.layers.#.self_attn.o_proj"],
        [DecoderPart.Up] = ["model.layers.#.mlp.gate_proj", "model.layers.#.mlp.up_proj"],
        [DecoderPart.Down] = ["model.layers.#.mlp.down_proj"],
        [DecoderPart.FinalNorm] = ["model.norm"],
        [DecoderPart.Unembedding] = ["lm_head"],
    };

    public override DecoderShape Read(ConfigFields fields)
    {
        var (shape, bias) = (ReadKin(fields), fields.Flag("attention_bias") ?? false);
        return shape with { ProjectionBias = bias, AttentionOutputBias = bias, MlpBias = fields.Flag("mlp_bias") ?? false };
    }

    public override DecoderShape New(DecoderShape sizes) => GetType() != typeof(Llama) ? base.New(sizes) : sizes with
    {
        ModelType = ModelType,
        RotaryDimensions = sizes.HeadSize,
        ParallelResidual = false,
        NormForm = NormForm.RootMeanSquare,
        NormEpsilon = 1e-6f,
        Activation = ActivationFunction.Silu,
        GatedMlp = true,
        ProjectionBias = false,
        AttentionOutputBias = false,
        MlpBias = false,
    };

    public override JsonObject Write(DecoderShape shape) => GetType() != typeof(Llama) ? base.Write(shape) : new()
    {
        ["architectures"] = new JsonArray("LlamaForCausalLM"),
        ["model_type"] = ModelType,
        ["vocab_size"] = shape.VocabularySize,
        ["hidden_size"] = shape.HiddenSize,
        ["num_hidden_layers"] = shape.Layers,
        ["num_attention_heads"] = shape.Heads,
        ["num_key_value_heads"] = shape.KeyHeads,
        ["head_dim"] = shape.HeadSize,
        ["intermediate_size"] = shape.FeedForwardSize,
        ["max_position_embeddings"] = shape.MaximumPositions,
        ["hidden_act"] = "silu",
        ["rope_theta"] = shape.RotaryBase,
        ["rms_norm_eps"] = shape.NormEpsilon,
        ["tie_word_embeddings"] = shape.TiedEmbeddings,
        ["attention_bias"] = shape.ProjectionBias,
        ["mlp_bias"] = shape.MlpBias,
    };

    /// <summary>The fields that all kin state alike, with Llama's defaults: no biases, all of each head turned.</summary>
    protected DecoderShape ReadKin(ConfigFields fields)
    {
        var (rotary, heads) = (new RotaryFields(fields), fields.RequiredSize("num_attention_heads"));
        var shape = new DecoderShape
        {
            ModelType = ModelType,
            HiddenSize = fields.RequiredSize("hidden_size"),
            Layers = fields.RequiredSize("num_hidden_layers"),
            Heads = heads,
            KeyHeads = fields.Size("num_key_value_heads") ?? heads,
            HeadSize = fields.Size("head_dim") ?? 0,
            FeedForwardSize = fields.RequiredSize("intermediate_size"),
            VocabularySize = fields.RequiredSize("vocab_size"),
            MaximumPositions = fields.Size("max_position_embeddings") ?? 2048,
            RotaryBase = rotary.Base(),
            RotaryScaling = rotary.Scaling(),
            RotationsEnd = rotary.End(),
            ParallelResidual = false,
            NormForm = NormForm.RootMeanSquare,
            NormEpsilon = (float)(fields.Number("rms_norm_eps") ?? 1e-6),
            Activation = fields.Activation("hidden_act", ActivationFunction.Silu),
            GatedMlp = true,
            ProjectionBias = false,
            AttentionOutputBias = false,
            MlpBias = false,
            TiedEmbeddings = fields.Flag("tie_word_embeddings") ?? false,
        };
        return shape with { RotaryDimensions = shape.HeadSize };
    }
}

/// <summary>Mistral (Jiang et al. 2023): Llama with one window for all layers, of 4,096 where nothing is said.</summary>
internal sealed class Mistral : Llama
{
    public override string ModelType => "mistral";

    public override DecoderShape Read(ConfigFields fields)
    {
        var shape = ReadKin(fields);
        var window = fields.Has("sliding_window") ? fields.Size("sliding_window") : 4096;
        return shape with { KeyHeads = fields.Size("num_key_value_heads") ?? 8, Windows = Windows(fields, shape.Layers, window, _ => true) };
    }
}
