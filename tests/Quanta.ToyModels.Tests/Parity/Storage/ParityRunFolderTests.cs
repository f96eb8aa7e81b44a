using Quanta.Formats.Numpy;
using Quanta.ToyModels.Parity.Storage;
using Quanta.ToyModels.Parity.Training;

namespace Quanta.ToyModels.Tests.Parity.Storage;

public class ParityRunFolderTests
{
    private static readonly ParityOptions Small = new() { Tasks = 3, Bits = 8, SubsetSize = 2, Width = 10, BatchSize = 200, Steps = 40, LogEvery = 10, TestPoints = 500, TestPointsPerTask = 50 };

    [Fact]
    public void A_finished_run_reads_back_as_it_was()
    {
        using var folder = new TemporaryFolder();
        var run = ParityRunFolder.OpenOrCreate(folder.File("run"), Small);
        var summary = run.Run();
        var expected = ParityTrainer.Train(Small);
        Assert.True(run.IsComplete);
        Assert.Equal(expected.Final.MeanLoss, summary.FinalLoss);
        Assert.Equal(expected.Log.Select(e => e.MeanLoss), ParityRunFolder.Open(folder.File("run")).Log().Select(e => e.MeanLoss));
        Assert.Equal(expected.Network.Parameters, run.Weights().Parameters);
        Assert.Equal(["config.json", "losses.npz", "result.json", "weights.npz"], Directory.GetFiles(folder.File("run")).Select(Path.GetFileName).Order());
        Assert.Equal([10L, 11], Npz.Read(folder.File("run/weights.npz"))["0.weight"].Shape);
    }

    [Fact]
    public void A_killed_run_goes_on_to_the_identical_result()
    {
        using var folder = new TemporaryFolder();
        using var kill = new CancellationTokenSource();
        var run = ParityRunFolder.OpenOrCreate(folder.File("run"), Small);
        Assert.Throws<OperationCanceledException>(() => run.Run(progress: new StopAt(0.5, kill), cancellation: kill.Token));
        Assert.False(run.IsComplete);
        Assert.Equal(3, run.LogSoFar().Count);
        Assert.Equal(ParityTrainer.Train(Small).Final.MeanLoss, ParityRunFolder.OpenOrCreate(folder.File("run"), Small).Run().FinalLoss);
    }

    [Fact]
    public void Other_options_are_refused_and_damage_is_named()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("run");
        ParityRunFolder.OpenOrCreate(path, Small);
        var problem = Assert.Throws<InvalidDataException>(() => ParityRunFolder.OpenOrCreate(path, Small with { Width = 11 }));
        Assert.Contains("other options (width 10 there, 11 here)", problem.Message, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(path, "checkpoint.npz"), "no archive");
        Assert.Contains("checkpoint.npz", Assert.Throws<InvalidDataException>(() => ParityRunFolder.Open(path).Run()).Message, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(path, "config.json"), "{ \"widht\": 3 }");
        Assert.Contains("config.json", Assert.Throws<InvalidDataException>(() => ParityRunFolder.Open(path)).Message, StringComparison.Ordinal);
        Assert.Contains("no parity run", Assert.Throws<InvalidDataException>(() => ParityRunFolder.Open(folder.File("none"))).Message, StringComparison.Ordinal);
    }

    private sealed class StopAt(double fraction, CancellationTokenSource source) : IProgress<double>
    {
        public void Report(double value)
        {
            if (value >= fraction) source.Cancel();
        }
    }
}
