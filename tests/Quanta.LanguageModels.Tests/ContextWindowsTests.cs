using Quanta.LanguageModels.Activations;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Gradients;
using Quanta.LanguageModels.Losses;
using Quanta.LanguageModels.Tests.Decoders;
using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Tests;

/// <summary>Documents that are read in windows, against a plain oracle that reads each window as a document of its own.</summary>
public class ContextWindowsTests
{
    /// <summary>Documents of no token to some windows' length: none, one, shorter than a window, as long, one token and two more, and longer.</summary>
    private static readonly int[] Lengths = [5, 0, 9, 1, 10, 11, 40, 2, 12, 83];

    public static TheoryData<string, int, int> Cases()
    {
        var data = new TheoryData<string, int, int>();
        foreach (var device in DeviceRegistry.Available)
            foreach (var (tokens, stride) in new[] { (10, 1), (10, 4), (10, 9), (10, 10), (1, 1), (70, 33) }) data.Add(device.Name, tokens, stride);
        return data;
    }

    [Theory, MemberData(nameof(Cases))]
    public void Losses_are_those_of_each_window_by_itself(string device, int tokens, int stride)
    {
        using var model = TestModels.Create(TestModels.Small, DeviceRegistry.Find(device));
        var documents = TestModels.Documents(model.Shape, Lengths);
        var expected = Oracle(documents, tokens, stride).SelectMany(window => TokenLosses.Compute(model, TokenDocuments.FromOne(window.Tokens))[window.Skipped..]).ToArray();
        var read = documents.Read(new ContextWindows(tokens, stride));
        Assert.Equal(documents.PredictionCount, expected.Length);
        foreach (var options in new TokenLossesOptions[] { new(), new() { TokensPerBatch = 1 }, new() { TokensPerBatch = 17 }, new() { Threads = 3, TokensPerBatch = 40 } })
            Assert.Equal(expected, TokenLosses.Compute(model, read, options));
        var split = read.ContextCount / 2;
        Assert.Equal(expected, TokenLosses.OfContexts(model, read, (0, split)).Concat(TokenLosses.OfContexts(model, read, (split, read.ContextCount))).ToArray());
    }

    [Theory, MemberData(nameof(Cases))]
    public void Gradients_and_activations_have_the_context_of_the_loss(string device, int tokens, int stride)
    {
        using var model = TestModels.Create(TestModels.Small, DeviceRegistry.Find(device));
        var (documents, parameters) = (TestModels.Documents(model.Shape, 5, 40), ParameterSet.Published(model.Shape));
        var read = documents.Read(new ContextWindows(tokens, stride));
        long[] predictions = [42, 0, 4, 13, 14, 15, 30, 42];
        var windows = Oracle(documents, tokens, stride)
            .SelectMany(window => Enumerable.Range(window.Skipped, window.Tokens.Length - 1 - window.Skipped).Select(r => (window.Tokens, r))).ToList();
        using var gradients = Gradients(model, parameters, read, predictions);
        for (var i = 0; i < predictions.Length; i++)
        {
            var (window, position) = windows[(int)predictions[i]];
            using var alone = Gradients(model, parameters, TokenDocuments.FromOne(window), [position]);
            Assert.Equal(alone.Row(0).ToArray(), gradients.Row(i).ToArray());
        }
        foreach (var site in Enum.GetValues<ActivationSite>())
        {
            using var activations = Activations(model, site, read, predictions);
            for (var i = 0; i < predictions.Length; i++)
            {
                var (window, position) = windows[(int)predictions[i]];
                using var alone = Activations(model, site, TokenDocuments.FromOne(window), [position]);
                Assert.Equal(alone.Row(0).ToArray(), activations.Row(i).ToArray());
            }
        }
    }

    [Theory, InlineData(10, 1), InlineData(10, 4), InlineData(10, 10), InlineData(1, 1), InlineData(64, 7)]
    public void Every_prediction_is_scored_once_with_the_least_context_or_all_that_there_is(int tokens, int stride)
    {
        var windows = new ContextWindows(tokens, stride);
        var documents = TestModels.Documents(TestModels.Small, [.. Lengths, .. Enumerable.Range(0, 150)]).Read(windows);
        var next = 0L;
        for (var c = 0; c < documents.ContextCount; c++)
        {
            var context = documents.Context(c);
            Assert.True(context.Read <= tokens, $"context {c} reads {context.Read} tokens");
            for (var i = 0; i < context.Scored; i++, next++)
            {
                var (document, position) = documents.Locate(next);
                Assert.Equal(next, context.FirstPrediction + i);
                Assert.Equal((c, context.FirstScored + i), documents.LocateContext(next));
                Assert.Equal((context.Document, context.Start + context.FirstScored + i), (document, position));
                var seen = context.FirstScored + i + 1;
                Assert.True(seen >= windows.LeastContext() || seen == position + 1, $"prediction {position} of document {document} is made from {seen} tokens");
            }
        }
        Assert.Equal(documents.PredictionCount, next);
    }

    /// <summary>The first window of a document is the document cut as it would be without windows.</summary>
    [Fact]
    public void The_first_losses_are_those_of_the_cut_document()
    {
        using var model = TestModels.Create(TestModels.Small, DeviceRegistry.Default);
        var tokens = TestModels.Tokens(model.Shape, 100);
        var whole = TokenLosses.Compute(model, TokenDocuments.FromOne(tokens).Read(new ContextWindows(32, 16)));
        Assert.Equal(TokenLosses.Compute(model, TokenDocuments.FromOne(tokens.AsMemory(0, 32))), whole[..31]);
        Assert.Equal(99, whole.Length);
    }

    [Fact]
    public void Windows_as_long_as_the_longest_document_change_nothing()
    {
        using var model = TestModels.Create(TestModels.Small, DeviceRegistry.Default);
        var documents = TestModels.Documents(model.Shape, Lengths);
        var read = documents.Read(new ContextWindows(82, 1));
        Assert.Equal(documents.ContextCount, read.ContextCount);
        Assert.Equal(TokenLosses.Compute(model, documents), TokenLosses.Compute(model, read));
        Assert.Equal(83, read.LongestContext());
    }

    [Fact]
    public void A_window_may_be_as_long_as_learned_positions_and_no_longer()
    {
        var shape = TestModels.Small with { MaximumPositions = 16, LearnedPositions = true, RotaryDimensions = 0 };
        using var model = TestModels.Create(shape, DeviceRegistry.Default);
        var documents = TestModels.Documents(shape, 3, 50);
        Assert.Equal(51, TokenLosses.Compute(model, documents.Read(new ContextWindows(16, 8))).Length);
        var error = Assert.Throws<ArgumentException>(() => TokenLosses.Compute(model, documents.Read(new ContextWindows(17, 8))));
        Assert.Contains("18 tokens of document 1 are to be read at once, but the model takes at most 17", error.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(0, 1, "at least 1 token"), InlineData(8, 0, "from 1 to their 8 tokens, but it is 0"), InlineData(8, 9, "but it is 9"), InlineData(8, -1, "but it is -1")]
    public void Windows_that_make_no_sense_are_refused(int tokens, int stride, string sentence)
    {
        var error = Assert.Throws<ArgumentException>(() => TokenDocuments.FromOne(new int[20]).Read(new ContextWindows(tokens, stride)));
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_outside_the_vocabulary_is_named_with_its_place_in_the_document()
    {
        using var model = TestModels.Create(TestModels.Small, DeviceRegistry.Default);
        var tokens = TestModels.Tokens(model.Shape, 40);
        tokens[31] = 50;
        var error = Assert.Throws<ArgumentException>(() => TokenLosses.Compute(model, new TokenDocuments(tokens, [0, 4, 40], new ContextWindows(8, 3))));
        Assert.Equal("Token 50 at position 27 of document 1 is outside the model's vocabulary of 50.", error.Message);
    }

    [Fact]
    public void A_slice_is_read_in_the_same_windows()
    {
        var documents = TestModels.Documents(TestModels.Small, 30, 40, 7).Read(new ContextWindows(8, 3));
        var slice = documents.Slice(1, 2);
        Assert.Equal(documents.Windows, slice.Windows);
        Assert.Equal(documents.TokensOf(documents.ContextCount - 1), slice.TokensOf(slice.ContextCount - 1));
    }

    /// <summary>Windows step by step: the next one begins a stride further on, as long as predictions are left; what it reads, and how many of its
    /// predictions are done already.</summary>
    private static IEnumerable<(int[] Tokens, int Skipped)> Oracle(TokenDocuments documents, int tokens, int stride)
    {
        for (var d = 0; d < documents.Count; d++)
        {
            var document = documents[d].ToArray();
            for (var (start, done) = (0, 0); done < document.Length - 1; start += stride)
            {
                var end = Math.Min(start + tokens + 1, document.Length);
                yield return (document[start..end], done - start);
                done = end - 1;
            }
        }
    }

    private static Matrix Activations(DecoderModel model, ActivationSite site, TokenDocuments documents, long[] predictions)
    {
        var activations = new Matrix(predictions.Length, model.Shape.Layers * PositionActivations.LengthOf(model.Shape, site));
        HostVectors.Activations(model, site, [.. Enumerable.Range(0, model.Shape.Layers)], documents, predictions, activations, threads: 2);
        return activations;
    }

    private static Matrix Gradients(DecoderModel model, ParameterSet parameters, TokenDocuments documents, long[] predictions)
    {
        var gradients = new Matrix(predictions.Length, (int)parameters.Length);
        using var evaluator = new TokenGradients(model, parameters, new() { Threads = 2 });
        evaluator.Compute(documents, predictions, gradients);
        return gradients;
    }
}
