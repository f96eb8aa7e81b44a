using Quanta.Formats.Tensors;
using Quanta.LanguageModels.Checkpoints;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Losses;
using Quanta.LanguageModels.Tests.Decoders;
using Quanta.LanguageModels.Training;
using Quanta.LanguageModels.Training.Internals;

namespace Quanta.LanguageModels.Tests.Training;

public class TrainerTests
{
    private static readonly DecoderShape Config = TestModels.Small with { MaximumPositions = 32, Layers = 2 };

    private static readonly TrainingOptions Options = new()
    {
        Steps = 60,
        TokensPerStep = 128,
        TokensPerShard = 32,
        ContextTokens = 32,
        WarmUpSteps = 5,
        LearningRate = 1e-2,
        Seed = 3,
    };

    [Fact]
    public void A_regular_text_is_learned()
    {
        // Every token is the successor of the one before, modulo the vocabulary: a perfect model has no loss but on the first tokens of none.
        var corpus = TokenDocuments.OfEqualLengths(Enumerable.Range(0, 400).Select(t => t % 10).ToArray(), 4, 100);
        var steps = Train(corpus, Options, threads: 1).Steps;
        Assert.InRange(steps[0].LossNats, 3, 6);
        Assert.InRange(steps[^1].LossNats, 0, 0.05);
        Assert.Equal(60 * 128, steps[^1].Tokens);
    }

    /// <summary>A model of each family that is trained learns, and comes back from its checkpoint with the same losses.</summary>
    [Theory]
    [InlineData("gpt_neox")]
    [InlineData("llama")]
    [InlineData("gpt_neo")]
    public void Each_family_learns_and_is_written_as_it_is_read(string architecture)
    {
        var rung = new LadderRung { Name = "one", Architecture = architecture, Hidden = 24, Layers = 2, Heads = 3, Context = 32 };
        var corpus = TokenDocuments.OfEqualLengths(Enumerable.Range(0, 400).Select(t => t % 10).ToArray(), 4, 100);
        using var model = DecoderModel.Create(rung.ToShape(20), DeviceRegistry.Default, Initialization.Draw(rung.ToShape(20), Options.Seed));
        using var trainer = new Trainer(model, corpus, Options);
        var (first, last) = (trainer.Step().LossNats, 0.0);
        for (var step = 1; step < Options.Steps; step++) last = trainer.Step().LossNats;
        Assert.InRange(first, 2.5, 4);
        Assert.InRange(last, 0, 0.2);

        using var folder = new TemporaryFolder();
        CheckpointWriter.Write(folder.Path, model, TensorType.Float32);
        using var read = DecoderModel.Load(folder.Path, DeviceRegistry.Default);
        var documents = TokenDocuments.FromOne(new[] { 3, 4, 5, 6, 7, 8, 9, 0, 1 });
        Assert.Equal(TokenLosses.Compute(model, documents), TokenLosses.Compute(read, documents));
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        var corpus = TestModels.Documents(Config, 40, 3, 100, 2, 60);
        var one = Train(corpus, Options with { Steps = 5 }, threads: 1);
        var three = Train(corpus, Options with { Steps = 5 }, threads: 3);
        Assert.Equal(one.Steps, three.Steps);
        Assert.Equal(one.Weights, three.Weights);
    }

    [Fact]
    public void Divergence_is_told()
    {
        using var model = DecoderModel.Create(Config, DeviceRegistry.Default, (_, values) => values.Fill(float.NaN));
        using var trainer = new Trainer(model, TestModels.Documents(Config, 50), Options);
        Assert.Contains("step 1", Assert.Throws<NotFiniteNumberException>(() => trainer.Step()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Impossible_requests_are_refused_with_the_values()
    {
        var corpus = TestModels.Documents(Config, 50);
        string Refusal(TrainingOptions options, TokenDocuments documents)
        {
            using var model = TestModels.Create(Config, DeviceRegistry.Default);
            return Assert.Throws<ArgumentException>(() => new Trainer(model, documents, options)).Message;
        }
        Assert.Contains("33", Refusal(Options with { ContextTokens = 33 }, corpus), StringComparison.Ordinal);
        Assert.Contains("100", Refusal(Options with { TokensPerStep = 100 }, corpus), StringComparison.Ordinal);
        Assert.Contains("NaN", Refusal(Options with { LearningRate = double.NaN }, corpus), StringComparison.Ordinal);
        Assert.Contains("Token 50", Refusal(Options, TokenDocuments.FromOne(new[] { 1, 50 })), StringComparison.Ordinal);
        Assert.Contains("nothing to predict", Refusal(Options, TokenDocuments.FromOne(new[] { 1 })), StringComparison.Ordinal);
    }

    [Fact]
    public void The_learning_rate_rises_linearly_and_falls_by_half_a_cosine()
    {
        var options = new TrainingOptions { Steps = 110, WarmUpSteps = 10, LearningRate = 2, FinalLearningRateFraction = 0.25 };
        foreach (var (step, expected) in new[] { (1, 0.2), (5, 1.0), (10, 2.0), (60, 1.25), (110, 0.5) })
            Expect.Near(expected, options.LearningRateAt(step), 1e-12, "closed form in float64");
    }

    [Fact]
    public void Shards_are_full_stay_in_their_documents_and_can_be_drawn_again()
    {
        // Token = 1000 * document + position, so that a window shows where it comes from.
        var lengths = new[] { 2, 40, 1, 7, 100 };
        var tokens = lengths.SelectMany((length, d) => Enumerable.Range(0, length).Select(t => 1000 * d + t)).ToArray();
        var offsets = lengths.Aggregate(new List<long> { 0 }, (list, length) => [.. list, list[^1] + length]);
        var corpus = new TokenDocuments(tokens, [.. offsets]);
        var sampler = new WindowSampler(corpus, Options);
        var (starts, windows) = (0, 0);
        for (var step = 1; step <= 50; step++)
        {
            var shard = sampler.Draw(step, step % 4);
            Assert.Equal(32, shard.Inputs.Length);
            Assert.Equal(shard.Inputs, sampler.Draw(step, step % 4).Inputs);
            Assert.All(shard.Inputs.Zip(shard.Targets), pair => Assert.Equal(pair.First + 1, pair.Second));
            for (var i = 0; i < shard.Windows.Count; i++)
            {
                var window = shard.Inputs.AsSpan(shard.Windows[i].First, shard.Windows[i].Count);
                Assert.Equal(window[0] / 1000, window[^1] / 1000);
                Assert.Equal(window[0] + window.Length - 1, window[^1]);
                windows++;
                if (window[0] % 1000 == 0) starts++;
            }
        }
        Assert.InRange((double)starts / windows, 0.45, 0.85); // half of them by choice, and the short documents' always
    }

    internal static (List<TrainingStep> Steps, float[] Weights) Train(TokenDocuments corpus, TrainingOptions options, int threads)
    {
        using var model = DecoderModel.Create(Config, DeviceRegistry.Default, Initialization.Draw(Config, options.Seed));
        using var trainer = new Trainer(model, corpus, options, threads);
        var steps = Enumerable.Range(0, options.Steps).Select(_ => trainer.Step()).ToList();
        return (steps, [.. model.Weights.All.SelectMany(parameter =>
        {
            var values = new float[parameter.Info.Length];
            model.Device.Download(parameter.Values, values);
            return values;
        })]);
    }
}
