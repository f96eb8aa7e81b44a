using Quanta.Formats.Tensors;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Losses;
using Quanta.LanguageModels.Tests.Decoders;
using Quanta.LanguageModels.Training;

namespace Quanta.LanguageModels.Tests.Training;

public sealed class TrainingRunTests : IDisposable
{
    private static readonly DecoderShape Config = TestModels.Small with { MaximumPositions = 32, Layers = 2 };

    private static readonly TrainingOptions Options = new() { Steps = 12, TokensPerStep = 64, TokensPerShard = 32, ContextTokens = 16, WarmUpSteps = 2 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_interrupted_run_ends_with_the_bits_of_an_unbroken_one()
    {
        Run("whole");
        foreach (var stop in new[] { 5, 7 })
        {
            using var cancellation = new CancellationTokenSource();
            Assert.Throws<OperationCanceledException>(() => Run("broken", new StopAfter(stop, cancellation), cancellation: cancellation.Token));
        }
        Run("broken");
        AssertSame("whole", "broken");
    }

    [Fact]
    public void A_killed_run_does_again_what_came_after_its_last_state()
    {
        Run("whole");
        Assert.Throws<TimeoutException>(() => Run("killed", new DieAfter(6)));
        Assert.Contains(Files("killed"), file => file == "state-4.safetensors");
        Run("killed");
        AssertSame("whole", "killed");
    }

    [Fact]
    public void The_folder_holds_a_model_its_checkpoints_and_its_curves()
    {
        var last = Run("run")!;
        Assert.Equal(
            ["checkpoints/step1/config.json", "checkpoints/step1/model.safetensors", "checkpoints/step3/config.json", "checkpoints/step3/model.safetensors",
                "checkpoints/step9/config.json", "checkpoints/step9/model.safetensors", "config.json", "evaluations.csv", "losses.csv", "model.safetensors", "training.json"],
            Files("run"));
        using var model = DecoderModel.Load(Path.Combine(_folder.Path, "run"), DeviceRegistry.Default);
        Assert.Equal(Config, model.Shape);
        var losses = TokenLosses.Compute(model, TestModels.Documents(Config, 14, 9));
        Expect.Near(last.LossNats, losses.Average(), 1e-6, "the same model and documents");
        Assert.Equal(13, File.ReadAllLines(_folder.File("run/losses.csv")).Length);
        Assert.Equal(["1", "2", "4", "8", "12"], File.ReadLines(_folder.File("run/evaluations.csv")).Skip(1).Select(line => line.Split(',')[0]));
    }

    [Fact]
    public void A_folder_of_another_run_is_refused_with_the_difference()
    {
        Run("run");
        var message = Assert.Throws<InvalidDataException>(() => Run("run", options: Options with { LearningRate = 1 })).Message;
        Assert.Contains("learning_rate is 0.002 there, but 1 was asked for", message, StringComparison.Ordinal);
        File.WriteAllText(_folder.File("run/training.json"), "{");
        Assert.Contains("training.json", Assert.Throws<InvalidDataException>(() => Run("run")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_finished_run_is_not_run_again()
    {
        var last = Run("run");
        Assert.Equal(last, Run("run", new DieAfter(0)));
    }

    private EvaluationPoint? Run(string name, IProgress<TrainingStep>? progress = null, TrainingOptions? options = null, CancellationToken cancellation = default)
    {
        var corpus = new TrainingCorpus(TestModels.Documents(Config, 40, 3, 100), TestModels.Documents(Config, 14, 9), Tokenizer: null);
        var runOptions = new TrainingRunOptions { CheckpointRatio = 3, StateInterval = 4, Type = TensorType.Float32 };
        return new TrainingRun(Path.Combine(_folder.Path, name), Config, corpus, options ?? Options, runOptions, DeviceRegistry.Default).Run(progress, cancellation);
    }

    private string[] Files(string name)
    {
        var root = Path.Combine(_folder.Path, name);
        return [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(root, file)).Order(StringComparer.Ordinal)];
    }

    private void AssertSame(string expected, string actual)
    {
        Assert.Equal(Files(expected), Files(actual));
        foreach (var file in Files(expected))
            Assert.True(File.ReadAllBytes(_folder.File($"{expected}/{file}")).AsSpan().SequenceEqual(File.ReadAllBytes(_folder.File($"{actual}/{file}"))), $"{file} differs.");
    }

    private sealed class StopAfter(int steps, CancellationTokenSource cancellation) : IProgress<TrainingStep>
    {
        public void Report(TrainingStep value)
        {
            if (value.Step == steps) cancellation.Cancel();
        }
    }

    /// <summary>Leaves the run without a chance to save anything.</summary>
    private sealed class DieAfter(int steps) : IProgress<TrainingStep>
    {
        public void Report(TrainingStep value)
        {
            if (value.Step >= steps) throw new TimeoutException("killed");
        }
    }
}
