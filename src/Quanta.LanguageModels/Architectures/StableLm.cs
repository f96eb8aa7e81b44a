using Quanta.LanguageModels.Decoders;

namespace Quanta.LanguageModels.Architectures;

/// <summary>StableLM (Bellagente et al. 2024): Llama with layer norms, a part of each head turned, and where it is parallel one norm for both branches.</summary>
internal sealed class StableLm : Llama
{
    public override string ModelType => "stablelm";

    protected override IReadOnlyDictionary<DecoderPart, string[]> Names { get; }

    public StableLm() => Names = new Dictionary<DecoderPart, string[]>(base.Names)
    {
        [DecoderPart.QueryNorm] = ["model.layers.#.self_attn.q_layernorm.norms"],
        [DecoderPart.KeyNorm] = ["model.layers.#.self_attn.k_layernorm.norms"],
    };

    public override DecoderShape Read(ConfigFields fields)
    {
        var (shape, isParallel) = (ReadKin(fields), fields.Flag("use_parallel_residual") ?? false);
        return shape with
        {
            RotaryDimensions = (int)(shape.HeadSize * new RotaryFields(fields).Share(0.25)),
            ParallelResidual = isParallel,
            Norms = NormPlaces.AttentionInput | NormPlaces.Final | (isParallel ? NormPlaces.None : NormPlaces.MlpInput),
            NormForm = NormForm.Layer,
            NormEpsilon = (float)(fields.Number("layer_norm_eps") ?? 1e-5),
            QueryKeyNorm = fields.Flag("qk_layernorm") is true ? QueryKeyNorm.EachHead : QueryKeyNorm.None,
            ProjectionBias = fields.Flag("use_qkv_bias") ?? false,
        };
    }

    /// <summary>Each head's norm is a tensor of its own, numbered.</summary>
    public override IReadOnlyList<StoredTensor> Stored(DecoderShape shape, ParameterInfo parameter)
    {
        var stored = base.Stored(shape, parameter);
        if (parameter.Part is not (DecoderPart.QueryNorm or DecoderPart.KeyNorm)) return stored;
        var name = stored[0].Name[..^".weight".Length];
        return [.. Enumerable.Range(0, parameter.Shape[0] / shape.HeadSize).Select(head => new StoredTensor(
            $"{name}.{head}.weight", [shape.HeadSize], IsTransposed: false, [.. Enumerable.Range(head * shape.HeadSize, shape.HeadSize)], Offset: 0))];
    }
}
