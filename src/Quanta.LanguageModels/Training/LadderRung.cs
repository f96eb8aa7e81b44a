using Quanta.LanguageModels.Architectures;
using Quanta.LanguageModels.Decoders;

namespace Quanta.LanguageModels.Training;

/// <summary>One model of a ladder and how it is trained.</summary>
public sealed record LadderRung
{
    public required string Name { get; init; }

    /// <summary>The family: gpt_neox, llama or gpt_neo.</summary>
    public string Architecture { get; init; } = "gpt_neox";

    public required int Hidden { get; init; }

    public required int Layers { get; init; }

    public required int Heads { get; init; }

    /// <summary>The model's positions.</summary>
    public int Context { get; init; } = 512;

    /// <summary>See <see cref="TrainingRunOptions.CheckpointRatio"/>.</summary>
    public double? CheckpointRatio { get; init; }

    public TrainingOptions Training { get; init; } = new();

    /// <summary>The model, with an MLP four times as wide as the hidden size.</summary>
    /// <param name="vocabularySize">The tokenizer's.</param>
    /// <exception cref="ArgumentException">There is no such family.</exception>
    /// <exception cref="NotSupportedException">Its models are read but not trained.</exception>
    public DecoderShape ToShape(int vocabularySize) => ArchitectureRegistry.New(Architecture, new()
    {
        HiddenSize = Hidden,
        Layers = Layers,
        Heads = Heads,
        FeedForwardSize = 4 * Hidden,
        VocabularySize = vocabularySize,
        MaximumPositions = Context,
    });
}
