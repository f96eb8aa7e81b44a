using Quanta.LanguageModels.Decoders;

namespace Quanta.LanguageModels.Architectures;

/// <summary>Phi 1, 1.5 and 2 (Li et al. 2023): one norm for both branches, a bias of the output matrix.</summary>
internal sealed class Phi : Llama
{
    public override string ModelType => "phi";

    protected override IReadOnlyDictionary<DecoderPart, string[]> Names { get; }

    public Phi() => Names = new Dictionary<DecoderPart, string[]>(base.Names)
    {
        [DecoderPart.QueryNorm] = ["model.layers.#.self_attn.q_layernorm"],
        [DecoderPart.KeyNorm] = ["model.layers.#.self_attn.k_layernorm"],
        [DecoderPart.AttentionOutput] = ["model.layers.#.self_attn.dense"],
        [DecoderPart.Up] = ["model.layers.#.mlp.fc1"],
        [DecoderPart.Down] = ["model.layers.#.mlp.fc2"],
        [DecoderPart.FinalNorm] = ["model.final_layernorm"],
    };

    public override DecoderShape Read(ConfigFields fields)
    {
        var shape = ReadKin(fields);
        return shape with
        {
            RotaryDimensions = (int)(shape.HeadSize * new RotaryFields(fields).Share(0.5)),
            ParallelResidual = true,
            Norms = NormPlaces.AttentionInput | NormPlaces.Final,
            NormForm = NormForm.Layer,
            NormEpsilon = (float)(fields.Number("layer_norm_eps") ?? 1e-5),
            QueryKeyNorm = fields.Flag("qk_layernorm") is true ? QueryKeyNorm.SharedByHeads : QueryKeyNorm.None,
            QueryKeyNormBias = true,
            Activation = fields.Activation("hidden_act", ActivationFunction.Tanh),
            GatedMlp = false,
            ProjectionBias = true,
            AttentionOutputBias = true,
            MlpBias = true,
            UnembeddingBias = true,
        };
    }
}
