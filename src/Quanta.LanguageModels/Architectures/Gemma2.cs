using Quanta.LanguageModels.Decoders;

namespace Quanta.LanguageModels.Architectures;

/// <summary>Gemma 2 (Gemma Team 2024): norms before and after each branch, whose stored weights are added to 1; capped scores and logits; embeddings times sqrt H.</summary>
internal sealed class Gemma2 : Llama
{
    public override string ModelType => "gemma2";

    protected override float NormOffset => 1;

    protected override IReadOnlyDictionary<DecoderPart, string[]> Names { get; }

    public Gemma2() => Names = new Dictionary<DecoderPart, string[]>(base.Names)
    {
        [DecoderPart.AttentionOutputNorm] = ["model.layers.#.post_attention_layernorm"],
        [DecoderPart.MlpNorm] = ["model.layers.#.pre_feedforward_layernorm"],
        [DecoderPart.MlpOutputNorm] = ["model.layers.#.post_feedforward_layernorm"],
    };

    public override DecoderShape Read(ConfigFields fields)
    {
        var (shape, head, bias) = (ReadKin(fields), fields.Size("head_dim") ?? 256, fields.Flag("attention_bias") ?? false);
        float Cap(string name, float otherwise) => fields.Has(name) ? (float)(fields.Number(name) ?? 0) : otherwise;
        var window = fields.Has("sliding_window") ? fields.Size("sliding_window") : 4096;
        return shape with
        {
            KeyHeads = fields.Size("num_key_value_heads") ?? 4,
            HeadSize = head,
            RotaryDimensions = head,
            EmbeddingScale = (float)Math.Sqrt(shape.HiddenSize),
            Norms = NormPlaces.AttentionInput | NormPlaces.AttentionOutput | NormPlaces.MlpInput | NormPlaces.MlpOutput | NormPlaces.Final,
            Activation = fields.Activation("hidden_activation", ActivationFunction.Tanh),
            ProjectionBias = bias,
            AttentionOutputBias = bias,
            ScoreScale = 1 / Math.Sqrt(fields.Number("query_pre_attn_scalar") ?? 256),
            ScoreCap = Cap("attn_logit_softcapping", 50),
            LogitCap = Cap("final_logit_softcapping", 30),
            Windows = Windows(fields, shape.Layers, window, layer => layer % 2 == 0),
            TiedEmbeddings = fields.Flag("tie_word_embeddings") ?? true,
        };
    }
}
