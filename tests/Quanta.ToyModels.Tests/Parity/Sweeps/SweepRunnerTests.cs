using Quanta.ToyModels.Parity.Analysis;
using Quanta.ToyModels.Parity.Storage;
using Quanta.ToyModels.Parity.Sweeps;
using Quanta.ToyModels.Parity.Training;

namespace Quanta.ToyModels.Tests.Parity.Sweeps;

public class SweepRunnerTests
{
    private static readonly ParityOptions Small = new() { Tasks = 3, Bits = 8, SubsetSize = 2, Width = 10, BatchSize = 100, Steps = 20, LogEvery = 5, TestPoints = 300, TestPointsPerTask = 20 };

    [Fact]
    public void Every_run_ends_as_it_does_alone_whatever_the_threads()
    {
        using var folder = new TemporaryFolder();
        var runs = new[] { 4, 9, 33 }.Select(width => Small with { Width = width }).ToArray();
        var one = SweepRunner.Run(runs, folder.File("one"));
        var many = SweepRunner.Run(runs, folder.File("many"), threads: 4);
        Assert.Equal(runs.Select(r => ParityTrainer.Train(r).Final.MeanLoss), one.Select(o => o.Summary!.FinalLoss));
        Assert.Equal(one.Select(o => o.Summary), many.Select(o => o.Summary));
        Assert.Equal([4, 9, 33], RunCurves.LoadSweep(folder.File("many")).Select(r => r.Options.Width));
        Assert.Equal(3, SweepTable.Of(many).Rows.Count);
    }

    [Fact]
    public void One_failure_leaves_the_others_alone()
    {
        using var folder = new TemporaryFolder();
        ParityRunFolder.OpenOrCreate(SweepRunner.RunFolder(folder.Path, 1), Small with { Seed = 99 });
        SweepProgress? last = null;
        var outcomes = SweepRunner.Run([Small, Small with { Seed = 1 }, Small with { Seed = 2 }], folder.Path, progress: new Report(p => last = p));
        Assert.NotNull(outcomes[0].Summary);
        Assert.Contains("other options", outcomes[1].Failure, StringComparison.Ordinal);
        Assert.NotNull(outcomes[2].Summary);
        Assert.Equal((2, 1, 3), (last!.Finished, last.Failed, last.Total));
        Expect.Near(1, last.Fraction, 1e-12, "all work is done");
    }

    [Fact]
    public void An_interrupted_sweep_goes_on_to_the_identical_result()
    {
        using var folder = new TemporaryFolder();
        using var interrupt = new CancellationTokenSource();
        ParityOptions[] runs = [Small, Small with { Seed = 1 }, Small with { Seed = 2 }];
        var stop = new Report(p => { if (p.Fraction > 0.5) interrupt.Cancel(); });
        Assert.ThrowsAny<OperationCanceledException>(() => SweepRunner.Run(runs, folder.Path, threads: 2, progress: stop, cancellation: interrupt.Token));
        var outcomes = SweepRunner.Run(runs, folder.Path);
        Assert.Equal(runs.Select(r => ParityTrainer.Train(r).Final.MeanLoss), outcomes.Select(o => o.Summary!.FinalLoss));
    }

    private sealed class Report(Action<SweepProgress> action) : IProgress<SweepProgress>
    {
        void IProgress<SweepProgress>.Report(SweepProgress value) => action(value);
    }
}
