using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Losses;
using Quanta.LanguageModels.Tests.Decoders;

namespace Quanta.LanguageModels.Tests.Losses;

public class TokenLossesTests
{
    private static readonly DecoderShape Learned = TestModels.Small with { MaximumPositions = 8, LearnedPositions = true, RotaryDimensions = 0 };

    public static TheoryData<string> Devices => DeviceCases.All;

    [Theory, MemberData(nameof(Devices))]
    public void Later_tokens_never_change_an_earlier_loss(string device)
    {
        using var model = TestModels.Create(TestModels.Small, DeviceRegistry.Find(device));
        var tokens = TestModels.Tokens(model.Shape, 140);
        var losses = TokenLosses.Compute(model, TokenDocuments.FromOne(tokens));
        foreach (var length in new[] { 2, 3, 63, 64, 65, 66, 129 })
        {
            var other = TestModels.Tokens(model.Shape, 140, seed: 99);
            tokens.AsSpan(0, length).CopyTo(other);
            Assert.Equal(losses[..(length - 1)], TokenLosses.Compute(model, TokenDocuments.FromOne(tokens.AsMemory(0, length))));
            Assert.Equal(losses[..(length - 1)], TokenLosses.Compute(model, TokenDocuments.FromOne(other))[..(length - 1)]);
        }
    }

    [Theory, MemberData(nameof(Devices))]
    public void Threads_and_batches_never_change_a_bit(string device)
    {
        using var model = TestModels.Create(TestModels.Small, DeviceRegistry.Find(device));
        var documents = TestModels.Documents(model.Shape, 5, 1, 0, 70, 2, 3, 0, 33, 1);
        var expected = TokenLosses.Compute(model, documents);
        Assert.Equal(4 + 69 + 1 + 2 + 32, expected.Length);
        foreach (var options in new TokenLossesOptions[] { new() { TokensPerBatch = 1 }, new() { TokensPerBatch = 40 }, new() { Threads = 3, TokensPerBatch = 7 } })
            Assert.Equal(expected, TokenLosses.Compute(model, documents, options));
    }

    [Theory, MemberData(nameof(Devices))]
    public void The_first_loss_has_a_context_of_one_token(string device)
    {
        using var model = TestModels.Create(TestModels.Small, DeviceRegistry.Find(device));
        var tokens = TestModels.Tokens(model.Shape, 2);
        using var logits = NextTokenLogits.Compute(model, tokens);
        var row = logits.Row(0).ToArray();
        var expected = Math.Log(row.Sum(logit => Math.Exp(logit))) - row[tokens[1]];
        Expect.Near(expected, TokenLosses.Compute(model, TokenDocuments.FromOne(tokens)).Single(), 1e-5, "float32 logits of order 5");
    }

    [Fact]
    public void Documents_of_no_or_one_token_give_nothing()
    {
        using var model = TestModels.Create(TestModels.Small, DeviceRegistry.Default);
        Assert.Empty(TokenLosses.Compute(model, TestModels.Documents(model.Shape, 0, 1, 0)));
        Assert.Empty(TokenLosses.Compute(model, TestModels.Documents(model.Shape)));
    }

    [Theory, InlineData(-1), InlineData(50)]
    public void A_token_outside_the_vocabulary_is_named_with_its_place(int token)
    {
        using var model = TestModels.Create(TestModels.Small, DeviceRegistry.Default);
        var error = Assert.Throws<ArgumentException>(() => TokenLosses.Compute(model, new TokenDocuments(new[] { 1, 2, 3, token, 4 }, [0, 2, 5])));
        Assert.Equal($"Token {token} at position 1 of document 1 is outside the model's vocabulary of 50.", error.Message);
    }

    [Fact]
    public void A_document_longer_than_the_model_is_an_error()
    {
        using var model = TestModels.Create(Learned, DeviceRegistry.Default);
        var error = Assert.Throws<ArgumentException>(() => TokenLosses.Compute(model, TestModels.Documents(model.Shape, 3, 10)));
        Assert.Equal(
            "10 tokens of document 1 are to be read at once, but the model takes at most 9: its positions are learned, and it has no more of them. "
            + "Cut documents, or read them in windows.",
            error.Message);
    }

    [Fact]
    public void The_last_token_is_a_target_only_and_needs_no_position()
    {
        using var model = TestModels.Create(Learned, DeviceRegistry.Default);
        var tokens = TestModels.Tokens(model.Shape, 9);
        var losses = TokenLosses.Compute(model, TokenDocuments.FromOne(tokens));
        Assert.Equal(8, losses.Length);
        Assert.Equal(TokenLosses.Compute(model, TokenDocuments.FromOne(tokens.AsMemory(0, 8))), losses[..7]);
        Assert.Throws<ArgumentException>(() => NextTokenLogits.Compute(model, tokens));
    }

    [Theory, InlineData(1), InlineData(3)]
    public void Progress_rises_to_one_and_cancellation_stops(int threads)
    {
        using var model = TestModels.Create(TestModels.Small, DeviceRegistry.Default);
        var (documents, options) = (TestModels.Documents(model.Shape, 5, 6, 1, 7, 8), new TokenLossesOptions { Threads = threads, TokensPerBatch = 1 });
        var progress = new Recorder();
        TokenLosses.Compute(model, documents, options, progress);
        Assert.Equal(progress.Fractions.Order(), progress.Fractions);
        Assert.Equal(1, progress.Fractions[^1]);

        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        Assert.Throws<OperationCanceledException>(() => TokenLosses.Compute(model, documents, options, cancellation: cancellation.Token));
    }

    [Fact]
    public void NaN_weights_give_NaN_losses()
    {
        var weights = TestModels.Weights(TestModels.Small);
        weights["gpt_neox.layers.1.mlp.dense_h_to_4h.weight"][3] = float.NaN;
        foreach (var device in DeviceRegistry.Available)
        {
            using var model = TestModels.Create(TestModels.Small, device, weights);
            Assert.All(TokenLosses.Compute(model, TestModels.Documents(model.Shape, 20)), loss => Assert.True(float.IsNaN(loss)));
        }
    }

    private sealed class Recorder : IProgress<double>
    {
        public List<double> Fractions { get; } = [];

        public void Report(double value) => Fractions.Add(value);
    }
}
