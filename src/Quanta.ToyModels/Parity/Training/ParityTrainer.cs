namespace Quanta.ToyModels.Parity.Training;

/// <summary>Trains one network on multitask sparse parity and records its losses.</summary>
public static class ParityTrainer
{
    /// <summary>Runs to the last step, or to the early stop, and evaluates the final weights as well.</summary>
    /// <param name="options">What is trained: the result is a function of these alone.</param>
    /// <param name="execution">How it is run: none of it changes the result, but the implementation's name.</param>
    /// <param name="resume">Where to go on, as given to <see cref="ParityExecution.Checkpoint"/> by a run of the same options; null to begin.</param>
    /// <param name="progress">The fraction of the steps done, at every evaluation.</param>
    /// <param name="cancellation">Looked at before every step.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; after a last checkpoint.</exception>
    public static ParityResult Train(
        ParityOptions options, ParityExecution? execution = null, TrainingState? resume = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        options.Check();
        using var loop = new TrainingLoop(options, execution ?? new ParityExecution(), resume);
        return loop.Run(progress, cancellation);
    }
}
