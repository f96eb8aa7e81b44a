using Quanta.LanguageModels.Decoders;

namespace Quanta.LanguageModels.Tests.Decoders;

/// <summary>Small models that between them have all that published families have.</summary>
internal static class DecoderKinds
{
    private static readonly DecoderShape Tiny = new()
    {
        HiddenSize = 16,
        Layers = 2,
        Heads = 2,
        FeedForwardSize = 20,
        VocabularySize = 12,
        MaximumPositions = 16,
        RotaryDimensions = 4,
    };

    private static readonly DecoderShape Gated = Tiny with
    {
        Heads = 4,
        KeyHeads = 2,
        ParallelResidual = false,
        NormForm = NormForm.RootMeanSquare,
        Activation = ActivationFunction.Silu,
        GatedMlp = true,
        MlpBias = false,
        ProjectionBias = false,
        AttentionOutputBias = false,
    };

    public static IReadOnlyDictionary<string, DecoderShape> All { get; } = new Dictionary<string, DecoderShape>
    {
        ["parallel, exact"] = Tiny,
        ["parallel, tanh"] = Tiny with { Activation = ActivationFunction.Tanh },
        ["parallel, one norm, biased output"] = Tiny with { Norms = NormPlaces.AttentionInput | NormPlaces.Final, UnembeddingBias = true },
        ["sequential, a quarter turned"] = Tiny with { ParallelResidual = false, RotaryDimensions = 2 },
        ["sequential, all turned"] = Tiny with { ParallelResidual = false, RotaryDimensions = 8 },
        ["tied, no attention bias"] = Tiny with { TiedEmbeddings = true, ProjectionBias = false, AttentionOutputBias = false },
        ["one layer, not turned"] = Tiny with { Layers = 1, RotaryDimensions = 0 },
        ["learned positions, scores by layer, silu"] = Tiny with
        {
            LearnedPositions = true,
            PositionOffset = 2,
            RotaryDimensions = 0,
            ParallelResidual = false,
            ScoresByLayer = true,
            Activation = ActivationFunction.Silu,
        },
        ["unscaled scores, windows"] = Tiny with { LearnedPositions = true, RotaryDimensions = 0, ParallelResidual = false, ScoreScale = 1, Windows = [0, 3], TiedEmbeddings = true },
        ["norms after the sums, narrow embeddings"] = Tiny with
        {
            Norms = NormPlaces.AfterAttention | NormPlaces.AfterMlp,
            ParallelResidual = false,
            EmbeddingSize = 6,
            LearnedPositions = true,
            TiedEmbeddings = true,
        },
        ["shared keys, gate, root mean square"] = Gated,
        ["norm of each query and key"] = Gated with { QueryKeyNorm = QueryKeyNorm.SharedByHeads, HeadSize = 6, RotaryDimensions = 4 },
        ["norm of each query and key, biased, own weights"] = Gated with { NormForm = NormForm.Layer, QueryKeyNorm = QueryKeyNorm.EachHead, QueryKeyNormBias = true },
        ["norm of all queries and keys, norms of outputs"] = Gated with
        {
            Norms = NormPlaces.AttentionOutput | NormPlaces.MlpOutput | NormPlaces.Final,
            QueryKeyNorm = QueryKeyNorm.AllHeads,
        },
        ["caps, four norms, scaled embeddings, stretched rotation"] = Gated with
        {
            Norms = NormPlaces.AttentionInput | NormPlaces.AttentionOutput | NormPlaces.MlpInput | NormPlaces.MlpOutput | NormPlaces.Final,
            EmbeddingScale = 4,
            ScoreCap = 1.5f,
            LogitCap = 2,
            Windows = [4, 0],
            TiedEmbeddings = true,
            Activation = ActivationFunction.Tanh,
            RotaryScaling = new RotaryScaling(4) { Bands = new LlamaBands(1, 4, 12) },
        },
    };
}
