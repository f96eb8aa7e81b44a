using Quanta.ToyModels.Parity.Networks;

namespace Quanta.ToyModels.Parity.Training;

/// <summary>How a run is executed. Nothing here but <see cref="Implementation"/> can change a result's bits, and of its names only "plain" does.</summary>
public sealed record ParityExecution
{
    /// <summary>Threads for one step.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>A name of <see cref="Networks.ParityNetworks"/>, or null for the best available.</summary>
    public string? Implementation { get; init; }

    /// <summary>Receives what a later call needs to go on from here, the last time after the last step; it must copy or write it before it returns.</summary>
    public Action<TrainingState>? Checkpoint { get; init; }

    /// <summary>Steps between checkpoints.</summary>
    public long CheckpointEvery { get; init; } = 5000;

    /// <summary>Measures the time of steps, if given.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>Receives the mean time of a step with the making of its batch, evaluations excluded, at the end, if there is a clock and a step was made.</summary>
    public Action<TimeSpan>? StepTime { get; init; }
}

/// <summary>A run between two steps: batches are functions of the seed and the step, so this is all that is needed to go on.</summary>
/// <param name="Network">Parameters, moments and steps taken.</param>
/// <param name="Log">The evaluations made so far.</param>
public sealed record TrainingState(NetworkState Network, IReadOnlyList<ParityEvaluation> Log);
