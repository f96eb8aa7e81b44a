using Quanta.LanguageModels.Decoders;

namespace Quanta.LanguageModels.Training;

/// <summary>One model of a ladder and how it is trained.</summary>
public sealed record LadderRung
{
    public required string Name { get; init; }

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
    public DecoderShape ToShape(int vocabularySize) => new()
    {
        HiddenSize = Hidden,
        Layers = Layers,
        Heads = Heads,
        FeedForwardSize = 4 * Hidden,
        VocabularySize = vocabularySize,
        MaximumPositions = Context,
    };
}
