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
