using Quanta.ToyModels.Parity.Data;
using Quanta.ToyModels.Parity.Networks;
using Quanta.ToyModels.Parity.Tasks;

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
        execution ??= new ParityExecution();
        var task = options.CreateTask();
        var counts = new SubtaskCounts(options.Frequencies());
        using var network = ParityNetworks.Create(task, options.Shape, options.Optimizer, execution.Threads, execution.Implementation);
        using var source = Source(task, counts, options, execution.Threads);
        using var evaluator = new ParityEvaluator(task, network, counts, options, execution.Threads);
        network.Load(resume?.Network ?? NetworkState.Initial(options.Shape, options.Seed));
        var log = resume?.Log.ToList() ?? [];
        var stopwatch = new StepClock(execution.Clock);
        var (stop, trainingLoss) = Loop(options, execution, network, source, evaluator, log, stopwatch, progress, cancellation);
        if (stopwatch.Average is { } time) execution.StepTime?.Invoke(time);
        var final = evaluator.Evaluate(network.Save().Step);
        return new ParityResult(options, (source as FiniteRows)?.Count, log, final, network.Save(), stop, trainingLoss);
    }

    private static (ParityStop Stop, double TrainingLoss) Loop(
        ParityOptions options, ParityExecution execution, IParityNetwork network, ITrainingRows source, ParityEvaluator evaluator, List<ParityEvaluation> log,
        StepClock stopwatch, IProgress<double>? progress, CancellationToken cancellation)
    {
        using var batch = new BitRows(evaluator.Task, source.LargestBatch);
        var trainingLoss = double.NaN;
        var first = network.Save().Step;
        for (var step = first; step < options.Steps; step++)
        {
            if (cancellation.IsCancellationRequested) execution.Checkpoint?.Invoke(new TrainingState(network.Save(), log));
            cancellation.ThrowIfCancellationRequested();
            if (step % execution.CheckpointEvery == 0 && step > first) execution.Checkpoint?.Invoke(new TrainingState(network.Save(), log));
            if (step % options.LogInterval == 0)
            {
                log.Add(evaluator.Evaluate(step));
                progress?.Report((double)step / options.Steps);
                if (options.StopEarly && EarlyStopping.ShouldStop([.. log.Select(e => e.Step)], [.. log.Select(e => e.MeanLoss)])) return (ParityStop.LossKeptRising, trainingLoss);
            }
            stopwatch.Begin();
            source.Next(step, batch, execution.Threads);
            trainingLoss = network.TrainOnBatch(batch);
            stopwatch.End();
        }
        progress?.Report(1);
        return (ParityStop.AllSteps, trainingLoss);
    }

    private static ITrainingRows Source(ParityTask task, SubtaskCounts counts, ParityOptions options, int threads) => options.Examples is { } examples
        ? new FiniteRows(task, counts, options.Counts, examples, options.BatchSize, options.Seed, threads)
        : new InfiniteRows(counts, options.Counts, options.BatchSize, options.Seed);
}
