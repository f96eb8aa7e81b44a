using Quanta.Formats.Tensors;

namespace Quanta.LanguageModels.Training;

/// <summary>What a training run leaves on the disk, and when.</summary>
public sealed record TrainingRunOptions
{
    /// <summary>Checkpoints are written after 1, r, r^2, ... steps, rounded, before the last; null: only the final model.</summary>
    public double? CheckpointRatio { get; init; } = 2;

    /// <summary>The test loss is measured after 1, 2, 4, ... steps and at the end; this many of the test documents are used.</summary>
    public int EvaluationDocuments { get; init; } = 200;

    /// <summary>The state from which an interrupted run goes on is written every so many steps.</summary>
    public int StateInterval { get; init; } = 250;

    /// <summary>The element type of models and checkpoints. The state is always float32.</summary>
    public TensorType Type { get; init; } = TensorType.Float16;

    /// <summary>Workers.</summary>
    public int Threads { get; init; } = 1;

    internal void Validate()
    {
        if (CheckpointRatio is { } ratio && !(ratio > 1)) throw new ArgumentException($"The ratio of checkpoints must be above 1, but it is {ratio}.");
        if (EvaluationDocuments < 0) throw new ArgumentException($"The number of evaluation documents must not be negative, but it is {EvaluationDocuments}.");
        if (StateInterval < 1) throw new ArgumentException($"The state must be written every 1 or more steps, but every {StateInterval} was asked for.");
        if (Type is not (TensorType.Float32 or TensorType.Float16)) throw new ArgumentException($"Models are written as Float32 or Float16, not as {Type}.");
    }
}
