using Quanta.LanguageModels.Architectures;
using Quanta.LanguageModels.Decoders;

namespace Quanta.LanguageModels.Tests.Architectures;

/// <summary>Acorn: GPT-NeoX in sequence, with ReLU and transposed matrices.</summary>
internal sealed class Acorn : Architecture
{
    public override string ModelType => "acorn";

    public override string Prefix => "oak.";

    protected override bool StoresTransposed => true;

    protected override IReadOnlyDictionary<DecoderPart, string[]> Names { get; } = new Dictionary<DecoderPart, string[]>
    {
        [DecoderPart.Embedding] = ["oak.tokens"],
        [DecoderPart.AttentionNorm] = ["oak.rings.#.norm_a"],
        [DecoderPart.MlpNorm] = ["oak.rings.#.norm_m"],
        [DecoderPart.Projections] = ["oak.rings.#.q", "oak.rings.#.k", "oak.rings.#.v"],
        [DecoderPart.AttentionOutput] = ["oak.rings.#.o"],
        [DecoderPart.Up] = ["oak.rings.#.up"],
        [DecoderPart.Down] = ["oak.rings.#.down"],
        [DecoderPart.FinalNorm] = ["oak.norm"],
        [DecoderPart.Unembedding] = ["head"],
    };

    public override DecoderShape Read(ConfigFields fields) => new()
    {
        ModelType = ModelType,
        HiddenSize = fields.RequiredSize("width"),
        Layers = fields.RequiredSize("rings"),
        Heads = fields.RequiredSize("heads"),
        FeedForwardSize = fields.RequiredSize("mlp_width"),
        VocabularySize = fields.RequiredSize("vocab_size"),
        ParallelResidual = false,
        Activation = ActivationFunction.Relu,
    };
}
