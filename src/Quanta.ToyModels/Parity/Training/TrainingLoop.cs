using Quanta.ToyModels.Parity.Data;
using Quanta.ToyModels.Parity.Networks;
using Quanta.ToyModels.Parity.Tasks;

namespace Quanta.ToyModels.Parity.Training;

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
