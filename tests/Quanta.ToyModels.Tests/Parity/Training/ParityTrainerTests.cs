using Quanta.ToyModels.Parity.Networks;
using Quanta.ToyModels.Parity.Training;

namespace Quanta.ToyModels.Tests.Parity.Training;

public class ParityTrainerTests
{
    private static readonly ParityOptions Small = new()
    {
        Tasks = 4,
        Bits = 12,
        SubsetSize = 2,
        Alpha = 1.2,
        Width = 24,
        BatchSize = 500,
        Steps = 120,
        LogEvery = 20,
        TestPoints = 3000,
        TestPointsPerTask = 200,
        Seed = 3,
        LearningRate = 1e-2,
    };

    [Fact]
    public void The_untrained_loss_is_one_bit_and_training_learns_the_task()
    {
        var result = ParityTrainer.Train(Small with { Steps = 1500, LogEvery = 300 });
        Expect.Near(Math.Log(2), result.Log[0].MeanLoss, 0.1, "initial logits are a few tenths with 16 inputs");
        Assert.True(result.Final.MeanLoss < 0.05, $"final loss {result.Final.MeanLoss}");
        Assert.True(result.Final.Accuracy > 0.98, $"final accuracy {result.Final.Accuracy}");
        Assert.Equal([0L, 300, 600, 900, 1200], result.Log.Select(e => e.Step));
        Assert.Equal(1500, result.Final.Step);
        Assert.Equal(ParityStop.AllSteps, result.Stop);
    }

    [Fact]
    public void The_mean_loss_is_the_subtasks_losses_weighted_by_their_rows()
    {
        var evaluation = ParityTrainer.Train(Small with { Steps = 200, TestPoints = 200_000, TestPointsPerTask = 40_000 }).Final;
        var weighted = Small.Frequencies().Zip(evaluation.SubtaskLosses, (p, loss) => p * loss).Sum();
        Expect.Near(weighted, evaluation.MeanLoss, 0.01, "two samples of tens of thousands of losses below 1");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1700)]
    [InlineData(300)]
    public void A_run_resumed_from_any_checkpoint_ends_in_the_identical_result(int? examples)
    {
        var options = Small with { Examples = examples };
        var states = new List<TrainingState>();
        var whole = ParityTrainer.Train(options, new ParityExecution { CheckpointEvery = 35, Checkpoint = s => states.Add(s with { Log = [.. s.Log] }) });
        Assert.Equal([35L, 70, 105, 120], states.Select(s => s.Network.Step));
        foreach (var state in states)
        {
            var resumed = ParityTrainer.Train(options, resume: state);
            Assert.Equal(whole.Network.Parameters, resumed.Network.Parameters);
            Assert.Equal(whole.Log.Select(e => e.MeanLoss), resumed.Log.Select(e => e.MeanLoss));
            Assert.Equal(whole.Log.Select(e => e.SubtaskLosses), resumed.Log.Select(e => e.SubtaskLosses));
            Assert.Equal(whole.Final.MeanLoss, resumed.Final.MeanLoss);
        }
    }

    [Fact]
    public void The_last_state_is_saved_so_that_a_run_killed_before_its_record_makes_no_step_again()
    {
        TrainingState? last = null;
        var whole = ParityTrainer.Train(Small, new ParityExecution { Checkpoint = s => last = s });
        var resumed = ParityTrainer.Train(Small, Timed(out var steps), resume: last);
        Assert.Equal(0, steps.Count);
        Assert.Equal(whole.Final.MeanLoss, resumed.Final.MeanLoss);
        Assert.Equal(whole.Log.Select(e => e.MeanLoss), resumed.Log.Select(e => e.MeanLoss));
    }

    [Fact]
    public void A_run_that_stopped_early_ends_alike_when_resumed_from_its_last_state()
    {
        // Twenty examples are soon known by heart: from then on the test loss rises, steadily enough to be seen with this many test points.
        var options = Small with { Steps = 20_000, LogEvery = 400, StopEarly = true, Examples = 20, TestPoints = 20_000, TestPointsPerTask = 0 };
        TrainingState? last = null;
        var whole = ParityTrainer.Train(options, new ParityExecution { Checkpoint = s => last = s });
        Assert.Equal(ParityStop.LossKeptRising, whole.Stop);
        var resumed = ParityTrainer.Train(options, Timed(out var steps), resume: last);
        Assert.Equal(0, steps.Count);
        Assert.Equal(ParityStop.LossKeptRising, resumed.Stop);
        Assert.Equal(whole.Log.Select(e => (e.Step, e.MeanLoss)), resumed.Log.Select(e => (e.Step, e.MeanLoss)));
    }

    [Fact]
    public void A_result_says_what_trained_it()
    {
        var best = ParityNetworks.Available(Small.Shape)[0];
        Assert.Equal(best, ParityTrainer.Train(Small with { Steps = 1 }).Implementation);
        Assert.Equal("plain", ParityTrainer.Train(Small with { Steps = 1 }, new ParityExecution { Implementation = "plain" }).Implementation);
    }

    [Fact]
    public void Cancelling_saves_a_checkpoint_to_go_on_from()
    {
        using var source = new CancellationTokenSource();
        TrainingState? saved = null;
        var progress = new Report(fraction => { if (fraction > 0.4) source.Cancel(); });
        Assert.Throws<OperationCanceledException>(() => ParityTrainer.Train(Small, new ParityExecution { Checkpoint = s => saved = s }, progress: progress, cancellation: source.Token));
        Assert.NotNull(saved);
        Assert.Equal(ParityTrainer.Train(Small).Network.Parameters, ParityTrainer.Train(Small, resume: saved).Network.Parameters);
    }

    [Fact]
    public void Threads_do_not_change_a_result()
    {
        var one = ParityTrainer.Train(Small);
        var three = ParityTrainer.Train(Small, new ParityExecution { Threads = 3 });
        Assert.Equal(one.Network.Parameters, three.Network.Parameters);
        Assert.Equal(one.Final.SubtaskLosses, three.Final.SubtaskLosses);
    }

    [Fact]
    public void Deeper_and_smooth_networks_train_as_well()
    {
        var result = ParityTrainer.Train(Small with { Depth = 3, Activation = Activation.Tanh, Tasks = 2, Bits = 6, Width = 12, BatchSize = 200, Steps = 400 });
        Assert.True(result.Final.MeanLoss < 0.3, $"final loss {result.Final.MeanLoss}");
    }

    [Fact]
    public void Exact_counts_never_show_a_rare_subtask()
    {
        var options = Small with { Tasks = 6, Alpha = 4, BatchSize = 100, Counts = Quanta.ToyModels.Parity.Tasks.CountSampling.Exact, Examples = 100 };
        Assert.Equal(options.Frequencies().Sum(p => (int)(p * 100)), ParityTrainer.Train(options with { Steps = 1 }).TrainingRows);
    }

    [Theory]
    [InlineData(9, 5429)]
    [InlineData(25, 15077)]
    [InlineData(66, 39800)]
    [InlineData(148, 89246)]
    [InlineData(254, 153164)]
    [InlineData(500, 301502)]
    public void The_parameter_count_is_the_published_one(int width, long parameters) =>
        Assert.Equal(parameters, new NetworkShape(600, width).ParameterCount);

    public static TheoryData<ParityOptions, string> Bad => new()
    {
        { Small with { SubsetSize = 13 }, "subset size k" },
        { Small with { Tasks = 100 }, "distinct subsets" },
        { Small with { BatchSize = 0 }, "batch size" },
        { Small with { Width = 0 }, "width" },
        { Small with { Depth = 1 }, "depth" },
        { Small with { Alpha = double.NaN }, "alpha" },
        { Small with { Examples = 0 }, "at least 1 example" },
        { Small with { LogEvery = 0 }, "logging interval" },
    };

    [Theory, MemberData(nameof(Bad))]
    public void Bad_options_are_named(ParityOptions options, string what)
    {
        var message = Assert.ThrowsAny<ArgumentException>(() => ParityTrainer.Train(options)).Message;
        Assert.Contains(what, message, StringComparison.Ordinal);
    }

    /// <summary>An execution that counts steps.</summary>
    private static ParityExecution Timed(out StepCounter steps)
    {
        steps = new StepCounter();
        return new ParityExecution { Clock = steps };
    }

    private sealed class StepCounter : TimeProvider
    {
        private int _readings;

        /// <summary>A clock is read at the beginning and the end of a step.</summary>
        public int Count => _readings / 2;

        public override long GetTimestamp() => _readings++;
    }

    private sealed class Report(Action<double> action) : IProgress<double>
    {
        void IProgress<double>.Report(double value) => action(value);
    }
}
