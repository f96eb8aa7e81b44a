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
        using var loop = new TrainingLoop(options, execution ?? new ParityExecution(), resume);
        return loop.Run(progress, cancellation);
    }
}

/// <summary>One run under way: the network, where its rows come from, and what has been logged.</summary>
internal sealed class TrainingLoop : IDisposable
{
    private readonly ParityOptions _options;
    private readonly ParityExecution _execution;
    private readonly IParityNetwork _network;
    private readonly ITrainingRows _source;
    private readonly ParityEvaluator _evaluator;
    private readonly BitRows _batch;
    private readonly List<ParityEvaluation> _log;
    private readonly StepClock _clock;
    private readonly long _firstStep;
    private readonly string _implementation;
    private double _trainingLoss = double.NaN;

    public TrainingLoop(ParityOptions options, ParityExecution execution, TrainingState? resume)
    {
        (_options, _execution, _clock) = (options, execution, new StepClock(execution.Clock));
        var task = options.CreateTask();
        var counts = new SubtaskCounts(options.Frequencies());
        var state = resume?.Network ?? NetworkState.Initial(options.Shape, options.Seed);
        _implementation = execution.Implementation ?? ParityNetworks.Available(options.Shape)[0];
        _network = ParityNetworks.Create(task, options.Shape, options.Optimizer, execution.Threads, _implementation);
        _network.Load(state);
        _source = Source(task, counts);
        _evaluator = new ParityEvaluator(task, _network, counts, options, execution.Threads);
        _batch = new BitRows(task, _source.LargestBatch);
        _log = resume?.Log.ToList() ?? [];
        _firstStep = state.Step;
    }

    /// <summary>Makes the remaining steps and evaluates the final weights.</summary>
    public ParityResult Run(IProgress<double>? progress, CancellationToken cancellation)
    {
        var stop = MakeSteps(progress, cancellation);
        if (_clock.Average is { } time) _execution.StepTime?.Invoke(time);
        var state = _network.Save();
        _execution.Checkpoint?.Invoke(new TrainingState(state, _log));
        return new ParityResult(_options, (_source as FiniteRows)?.Count, _log, _evaluator.Evaluate(state.Step), state, stop, _trainingLoss, _implementation);
    }

    public void Dispose()
    {
        _batch.Dispose();
        _evaluator.Dispose();
        _source.Dispose();
        _network.Dispose();
    }

    private ParityStop MakeSteps(IProgress<double>? progress, CancellationToken cancellation)
    {
        for (var step = _firstStep; step < _options.Steps; step++)
        {
            if (cancellation.IsCancellationRequested || (step % _execution.CheckpointEvery == 0 && step > _firstStep))
                _execution.Checkpoint?.Invoke(new TrainingState(_network.Save(), _log));
            cancellation.ThrowIfCancellationRequested();
            if (step % _options.LogInterval == 0)
            {
                // A run that stopped early saved its last state with the evaluation that stopped it.
                if (_log is not [.., { } last] || last.Step < step) _log.Add(_evaluator.Evaluate(step));
                progress?.Report((double)step / _options.Steps);
                if (_options.StopEarly && EarlyStopping.ShouldStop([.. _log.Select(e => e.Step)], [.. _log.Select(e => e.MeanLoss)])) return ParityStop.LossKeptRising;
            }
            MakeStep(step);
        }
        progress?.Report(1);
        return ParityStop.AllSteps;
    }

    private void MakeStep(long step)
    {
        _clock.Begin();
        _source.Next(step, _batch, _execution.Threads);
        _trainingLoss = _network.TrainOnBatch(_batch);
        _clock.End();
    }

    private ITrainingRows Source(ParityTask task, SubtaskCounts counts) => _options.Examples is { } examples
        ? new FiniteRows(task, counts, _options.Counts, examples, _options.BatchSize, _options.Seed, _execution.Threads)
        : new InfiniteRows(counts, _options.Counts, _options.BatchSize, _options.Seed);
}

/// <summary>The rule of trainer v5: stop after ten evaluations in a row that were each worse than the one before.</summary>
/// <remarks>Every evaluation raises a flag when its step is past 4000 and its loss strictly exceeds the previous one. Training stops, before that step's update,
/// from the 11th evaluation on, when the last ten flags are all raised: at step 9000 at the earliest with an evaluation every 500 steps, 4500 with every 50.</remarks>
public static class EarlyStopping
{
    private const int Flags = 10;
    private const long Grace = 4000;

    /// <summary>Whether to stop at the newest evaluation.</summary>
    /// <param name="steps">[evaluations], ascending.</param>
    /// <param name="losses">[evaluations], mean test losses.</param>
    public static bool ShouldStop(IReadOnlyList<long> steps, IReadOnlyList<double> losses)
    {
        if (losses.Count <= Flags) return false;
        for (var i = losses.Count - Flags; i < losses.Count; i++)
            if (steps[i] <= Grace || !(losses[i] > losses[i - 1])) return false;
        return true;
    }
}

/// <summary>Adds up the time between Begin and End; does nothing without a clock.</summary>
internal sealed class StepClock(TimeProvider? clock)
{
    private long _begun;
    private TimeSpan _total;
    private long _count;

    public TimeSpan? Average => clock is null || _count == 0 ? null : _total / _count;

    public void Begin() => _begun = clock?.GetTimestamp() ?? 0;

    public void End()
    {
        _count++;
        if (clock is not null) _total += clock.GetElapsedTime(_begun);
    }
}
