using Quanta.ToyModels.Parity.Networks;

namespace Quanta.ToyModels.Parity.Training;

/// <summary>Why a run ended.</summary>
public enum ParityStop
{
    /// <summary>The last step was made.</summary>
    AllSteps,

    /// <summary>See <see cref="EarlyStopping"/>.</summary>
    LossKeptRising,
}

/// <summary>A finished run.</summary>
/// <param name="Options">What was run.</param>
/// <param name="TrainingRows">The rows of a finite training set, a little fewer than asked for with exact counts; null for infinite data.</param>
/// <param name="Log">The evaluations, each before the update of its step, ascending.</param>
/// <param name="Final">The evaluation of the final weights, which the published scripts do not make.</param>
/// <param name="Network">The final weights, with Adam's moments.</param>
/// <param name="Stop">Why the run ended.</param>
/// <param name="TrainingLoss">The mean loss of the last batch before its step, nats; NaN without steps.</param>
/// <param name="Implementation">The name in <see cref="ParityNetworks"/> of what trained it, at least from where it was last resumed.</param>
public sealed record ParityResult(
    ParityOptions Options, int? TrainingRows, IReadOnlyList<ParityEvaluation> Log, ParityEvaluation Final, NetworkState Network, ParityStop Stop, double TrainingLoss,
    string Implementation)
{
    /// <summary>P.</summary>
    public long ParameterCount => Options.Shape.ParameterCount;
}

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
