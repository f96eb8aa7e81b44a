using Quanta.Formats.Numpy;
using Quanta.ToyModels.Parity.Networks;
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
    public void A_kill_between_the_arrays_and_the_record_loses_nothing()
    {
        using var folder = new TemporaryFolder();
        var run = ParityRunFolder.OpenOrCreate(folder.File("run"), Small);
        Directory.CreateDirectory(folder.File("run/result.json")); // so that the record cannot be written
        Assert.ThrowsAny<Exception>(() => run.Run());
        Directory.Delete(folder.File("run/result.json"));
        TimeSpan? stepTime = null;
        var summary = ParityRunFolder.OpenOrCreate(folder.File("run"), Small).Run(new ParityExecution { Clock = TimeProvider.System, StepTime = time => stepTime = time });
        Assert.Null(stepTime); // no step was made
        Assert.Equal(ParityTrainer.Train(Small).Final.MeanLoss, summary.FinalLoss);
    }

    [Fact]
    public void Records_say_what_trained_the_network_and_older_ones_are_read()
    {
        using var folder = new TemporaryFolder();
        var run = ParityRunFolder.OpenOrCreate(folder.File("run"), Small);
        var implementation = run.Run().Implementation!;
        Assert.Equal(ParityNetworks.Available(Small.Shape)[0], implementation);
        var record = folder.File("run/result.json");
        var older = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(record))!.AsObject();
        Assert.True(older.Remove("implementation"));
        File.WriteAllText(record, older.ToJsonString());
        Assert.Null(run.Summary().Implementation);
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
