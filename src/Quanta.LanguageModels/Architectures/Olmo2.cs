using Quanta.LanguageModels.Decoders;

namespace Quanta.LanguageModels.Architectures;

/// <summary>OLMo 2 (OLMo Team 2024): Llama whose branches are normalised after their last map, not before their first, and whose queries and keys are normalised whole.</summary>
internal sealed class Olmo2 : Llama
{
    public override string ModelType => "olmo2";

    protected override IReadOnlyDictionary<DecoderPart, string[]> Names { get; }

    public Olmo2() => Names = new Dictionary<DecoderPart, string[]>(base.Names)
    {
        [DecoderPart.AttentionOutputNorm] = ["model.layers.#.post_attention_layernorm"],
        [DecoderPart.MlpOutputNorm] = ["model.layers.#.post_feedforward_layernorm"],
    };

    public override DecoderShape Read(ConfigFields fields)
    {
        var bias = fields.Flag("attention_bias") ?? false;
        return ReadKin(fields) with
        {
            Norms = NormPlaces.AttentionOutput | NormPlaces.MlpOutput | NormPlaces.Final,
            NormEpsilon = (float)(fields.Number("rms_norm_eps") ?? 1e-5),
            QueryKeyNorm = QueryKeyNorm.AllHeads,
            ProjectionBias = bias,
            AttentionOutputBias = bias,
        };
    }
}
