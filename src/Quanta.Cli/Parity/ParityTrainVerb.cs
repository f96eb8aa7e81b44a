using System.Globalization;
using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.ToyModels.Parity.Analysis;
using Quanta.ToyModels.Parity.Networks;
using Quanta.ToyModels.Parity.Storage;
using Quanta.ToyModels.Parity.Tasks;
using Quanta.ToyModels.Parity.Training;

namespace Quanta.Cli.Parity;

/// <summary>quanta parity train</summary>
[Verb("train", HelpText = "Train one network on multitask sparse parity; a killed run goes on where it was.")]
internal sealed class ParityTrainOptions : CommandArguments
{
    [AtLeast(1)]
    [Option("tasks", Default = 100, HelpText = "Subtasks.")]
    public int Tasks { get; set; }

    [AtLeast(1)]
    [Option("bits", Default = 50, HelpText = "Length n of the bit string.")]
    public int Bits { get; set; }

    [AtLeast(1)]
    [Option('k', Default = 3, HelpText = "Bits that a label depends on; --k works as well.")]
    public int SubsetSize { get; set; }

    [AnyNumber]
    [Option("alpha", Default = 1.5, HelpText = "Zipf exponent of the subtasks' frequencies (alpha + 1 in the paper).")]
    public double Alpha { get; set; }

    [Above(-1)]
    [Option("offset", Default = 0.0, HelpText = "Added to every rank.")]
    public double Offset { get; set; }

    [Option("uniform", HelpText = "All subtasks equally frequent.")]
    public bool Uniform { get; set; }

    [AtLeast(1)]
    [Option("examples", HelpText = "Size D of a finite training set; without it, fresh data every step.")]
    public int? Examples { get; set; }

    [AtLeast(1)]
    [Option("width", Default = 100, HelpText = "Units of a hidden layer.")]
    public int Width { get; set; }

    [AtLeast(2)]
    [Option("depth", Default = 2, HelpText = "Linear layers; 2 is one hidden layer.")]
    public int Depth { get; set; }

    [Option("activation", Default = Activation.ReLU, HelpText = "ReLU, Tanh or Sigmoid.")]
    public Activation Activation { get; set; }

    [AtLeast(0)]
    [Option("steps", Default = 25_000L, HelpText = "Optimiser steps.")]
    public long Steps { get; set; }

    [AtLeast(1)]
    [Option("batch", Default = 10_000, HelpText = "Rows of a batch.")]
    public int BatchSize { get; set; }

    [AtLeast(0)]
    [Option("learning-rate", Default = 1e-3, HelpText = "AdamW's learning rate.")]
    public double LearningRate { get; set; }

    [AtLeast(0)]
    [Option("weight-decay", Default = 0.0, HelpText = "AdamW's decoupled weight decay.")]
    public double WeightDecay { get; set; }

    [AtLeast(0)]
    [Option("test-points", Default = 30_000, HelpText = "Rows of the mean test loss.")]
    public int TestPoints { get; set; }

    [AtLeast(0)]
    [Option("test-points-per-task", Default = 1000, HelpText = "Rows of each subtask's test loss.")]
    public int TestPointsPerTask { get; set; }

    [Option("stop-early", HelpText = "Stop after ten evaluations in a row that were each worse than the one before.")]
    public bool StopEarly { get; set; }

    [AtLeast(1)]
    [Option("log-every", HelpText = "Steps between evaluations; default steps / 1000.")]
    public long? LogEvery { get; set; }

    [Option("exact-counts", HelpText = "Exactly floor(p * batch) rows of each subtask, as trainers v1 to v3.")]
    public bool ExactCounts { get; set; }

    [AtLeast(1)]
    [Option("composites", HelpText = "Add this many composite subtasks, each the exclusive or of two.")]
    public int? Composites { get; set; }

    [AtLeast(0), AtMost(1)]
    [Option("composite-share", Default = 0.5, HelpText = "Probability that a row is of a composite subtask; 1 trains on composites alone.")]
    public double CompositeShare { get; set; }

    [AnyNumber]
    [Option("seed", Default = 0UL, HelpText = "Seed of everything random.")]
    public ulong Seed { get; set; }

    [AtLeast(1)]
    [Option("threads", HelpText = "Threads; results do not depend on it. Default: all.")]
    public int? Threads { get; set; }

    [AtLeast(1)]
    [Option("checkpoint-every", Default = 5000L, HelpText = "Steps between checkpoints.")]
    public long CheckpointEvery { get; set; }

    [OutputFolder]
    [Option("out", Required = true, HelpText = "Folder of the run.")]
    public string Out { get; set; } = "";

    internal ParityOptions ToOptions() => new()
    {
        Tasks = Tasks,
        Bits = Bits,
        SubsetSize = SubsetSize,
        Alpha = Alpha,
        Offset = Offset,
        Uniform = Uniform,
        Examples = Examples,
        Width = Width,
        Depth = Depth,
        Activation = Activation,
        Steps = Steps,
        BatchSize = BatchSize,
        LearningRate = LearningRate,
        WeightDecay = WeightDecay,
        TestPoints = TestPoints,
        TestPointsPerTask = TestPointsPerTask,
        StopEarly = StopEarly,
        LogEvery = LogEvery,
        Counts = ExactCounts ? CountSampling.Exact : CountSampling.Multinomial,
        Composite = Composites is { } count ? new CompositeOptions(count) { Share = CompositeShare, Seed = Seed } : null,
        Seed = Seed,
    };
}

/// <summary>Trains one network in a run folder and prints its final mean loss and speed.</summary>
internal static class ParityTrainVerb
{
    /// <summary>Prints "final_loss_bits" and "ms_per_step" (absent when the run was already complete) as the last lines.</summary>
    public static void Execute(ParityTrainOptions options, TextWriter output, IProgress<double> progress, CancellationToken cancellation)
    {
        var folder = ParityRunFolder.OpenOrCreate(options.Out, options.ToOptions());
        TimeSpan? timePerStep = null;
        var execution = new ParityExecution
        {
            Threads = options.Threads ?? Environment.ProcessorCount,
            CheckpointEvery = options.CheckpointEvery,
            Clock = TimeProvider.System,
            StepTime = time => timePerStep = time,
        };
        var summary = folder.Run(execution, progress, cancellation);
        output.WriteLine(FormattableString.Invariant($"parameters {summary.Parameters}"));
        output.WriteLine(FormattableString.Invariant($"steps {summary.Steps}"));
        output.WriteLine(FormattableString.Invariant($"best_loss_bits {Bits.FromNats(summary.BestLoss):F6} at step {summary.BestStep}"));
        output.WriteLine(FormattableString.Invariant($"final_accuracy {summary.FinalAccuracy:F6}"));
        output.WriteLine(FormattableString.Invariant($"final_loss_bits {Bits.FromNats(summary.FinalLoss):F6}"));
        if (timePerStep is { } time) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ms_per_step {time.TotalMilliseconds:F3}"));
    }
}
