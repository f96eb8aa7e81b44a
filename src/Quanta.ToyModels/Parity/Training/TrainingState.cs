using Quanta.ToyModels.Parity.Networks;

namespace Quanta.ToyModels.Parity.Training;

/// <summary>A run between two steps: batches are functions of the seed and the step, so this is all that is needed to go on.</summary>
/// <param name="Network">Parameters, moments and steps taken.</param>
/// <param name="Log">The evaluations made so far.</param>
public sealed record TrainingState(NetworkState Network, IReadOnlyList<ParityEvaluation> Log);
