using System.Globalization;
using Quanta.ToyModels.Parity.Analysis;
using Quanta.ToyModels.Parity.Storage;
using Quanta.ToyModels.Parity.Training;

namespace Quanta.ToyModels.Parity.Sweeps;

/// <summary>Runs every run of a sweep, each in a folder of its own, several at once.</summary>
public static class SweepRunner
{
    /// <summary>Runs what is not yet finished; a killed sweep goes on where it was. One run's failure leaves the others alone.</summary>
    /// <remarks>Runs side by side, one thread each, use the cores better than one run on several threads; threads left over when there are fewer runs go into the runs.
    /// The costliest start first. Results do not depend on the threads.</remarks>
    /// <param name="runs">The runs, in grid order.</param>
    /// <param name="folder">Where the runs' folders are made: 0000, 0001, ...</param>
    /// <param name="threads">Threads in all.</param>
    /// <param name="execution">How each run is executed; its thread count is replaced.</param>
    /// <param name="progress">Told at every evaluation of every run, from any thread but never twice at once.</param>
    /// <param name="cancellation">Saves a checkpoint of every run under way and stops.</param>
    /// <returns>An outcome for each run, in grid order.</returns>
    public static IReadOnlyList<SweepOutcome> Run(
        IReadOnlyList<ParityOptions> runs, string folder, int threads = 1, ParityExecution? execution = null, IProgress<SweepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var order = Enumerable.Range(0, runs.Count).OrderByDescending(i => Cost(runs[i])).ToArray();
        var outcomes = new SweepOutcome[runs.Count];
        var tracker = new Tracker([.. runs.Select(Cost)], progress);
        var together = Math.Min(threads, Math.Max(1, runs.Count));
        var single = (execution ?? new ParityExecution()) with { Threads = threads / together };
        var next = -1;
        void Work()
        {
            for (int at; (at = Interlocked.Increment(ref next)) < order.Length;)
                outcomes[order[at]] = RunOne(order[at], runs[order[at]], folder, single, tracker, cancellation);
        }
        try
        {
            Task Start(int _) => Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            Task.WaitAll([.. Enumerable.Range(0, together).Select(Start)], CancellationToken.None);
        }
        catch (AggregateException e) when (e.InnerExceptions.All(inner => inner is OperationCanceledException))
        {
            throw new OperationCanceledException("The sweep was interrupted; the runs under way have saved checkpoints.", e, cancellation);
        }
        return outcomes;
    }

    /// <summary>The folder of run <paramref name="index"/>.</summary>
    public static string RunFolder(string folder, int index) => Path.Combine(folder, index.ToString("0000", CultureInfo.InvariantCulture));

    private static SweepOutcome RunOne(int index, ParityOptions options, string folder, ParityExecution execution, Tracker tracker, CancellationToken cancellation)
    {
        SweepOutcome outcome;
        try
        {
            var run = ParityRunFolder.OpenOrCreate(RunFolder(folder, index), options);
            outcome = new SweepOutcome(index, options, run.Run(execution, tracker.Of(index), cancellation), null);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            outcome = new SweepOutcome(index, options, null, e.Message);
        }
        tracker.Finish(index, outcome.Failure is not null);
        return outcome;
    }

    /// <summary>Work, up to a factor: multiply-adds of the hidden layer, and about 20 units' worth of making the batch.</summary>
    private static double Cost(ParityOptions run) => (run.Steps + 1.0) * run.BatchSize * (run.Width + 20);

    private sealed class Tracker(double[] costs, IProgress<SweepProgress>? progress)
    {
        private readonly Lock _lock = new();
        private readonly double[] _fractions = new double[costs.Length];
        private int _finished, _failed;

        public Relay Of(int index) => new Relay(fraction => Report(index, fraction));

        public void Finish(int index, bool failed)
        {
            lock (_lock)
            {
                if (failed) _failed++;
                else _finished++;
            }
            Report(index, 1);
        }

        private void Report(int index, double fraction)
        {
            lock (_lock)
            {
                _fractions[index] = fraction;
                var total = costs.Sum();
                progress?.Report(new SweepProgress(_finished, _failed, costs.Length, costs.Zip(_fractions, (cost, done) => cost * done).Sum() / total));
            }
        }
    }

    private sealed class Relay(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}

/// <summary>One run of a sweep: its summary, or the sentence that says why it failed.</summary>
/// <param name="Index">Position in the grid, and the name of its folder, in four digits.</param>
/// <param name="Options">What was run.</param>
/// <param name="Summary">Null when the run failed.</param>
/// <param name="Failure">Null when the run succeeded.</param>
public sealed record SweepOutcome(int Index, ParityOptions Options, ParitySummary? Summary, string? Failure);

/// <summary>How far a sweep is.</summary>
/// <param name="Finished">Runs done, earlier ones included.</param>
/// <param name="Failed">Runs that failed.</param>
/// <param name="Total">Runs in all.</param>
/// <param name="Fraction">The part of the estimated work that is done, 0 to 1.</param>
public sealed record SweepProgress(int Finished, int Failed, int Total, double Fraction);

/// <summary>A sweep's outcomes as a table, one row a run, losses in bits.</summary>
public static class SweepTable
{
    public static ResultTable Of(IReadOnlyList<SweepOutcome> outcomes)
    {
        var table = new ResultTable("run", "tasks", "bits", "k", "alpha", "offset", "examples", "width", "learning_rate", "weight_decay", "seed", "parameters", "steps",
            "last_logged_loss_bits", "best_loss_bits", "best_step", "final_loss_bits", "final_accuracy");
        foreach (var (index, run, summary, _) in outcomes)
        {
            if (summary is null) continue;
            table.Add(index, run.Tasks, run.Bits, run.SubsetSize, run.Uniform ? 0 : run.Alpha, run.Offset, summary.TrainingRows ?? -1, run.Width, run.LearningRate, run.WeightDecay, run.Seed,
                summary.Parameters, summary.Steps, Bits.FromNats(summary.LastLoggedLoss), Bits.FromNats(summary.BestLoss), summary.BestStep, Bits.FromNats(summary.FinalLoss), summary.FinalAccuracy);
        }
        return table;
    }
}
