using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Gradients;
using Quanta.LanguageModels.Interventions;
using Quanta.LanguageModels.Losses;
using Quanta.Numerics.Random;

namespace Quanta.LanguageModels.Tests;

/// <summary>Models that are moved and put back, and losses of chosen predictions.</summary>
public class InterventionTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "models", "nx-25k");

    [Theory]
    [InlineData(null)]
    [InlineData(16)]
    public void Chosen_losses_have_the_bits_of_all(int? window)
    {
        using var model = DecoderModel.Load(Folder, DeviceRegistry.Default);
        var documents = Documents().Read(window is { } tokens ? new ContextWindows(tokens, tokens / 2) : null);
        var all = TokenLosses.Compute(model, documents);
        long[] chosen = [77, 3, 77, 120, 30, 0, documents.PredictionCount - 1];
        foreach (var threads in new[] { 1, 2, 16 })
            Assert.Equal(chosen.Select(i => all[i]), new ChosenLosses(documents, chosen).Compute(model, new() { Threads = threads }));
        Assert.Empty(new ChosenLosses(documents, []).Compute(model, new()));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChosenLosses(documents, [documents.PredictionCount]));
    }

    /// <summary>To first order a step changes a loss by the step times the inner product of direction and gradient.</summary>
    [Fact]
    public void A_step_changes_losses_as_the_gradient_says_and_is_undone_bit_for_bit()
    {
        using var model = DecoderModel.Load(Folder, DeviceRegistry.Default);
        var (documents, parameters) = (Documents(), ParameterSet.Published(model.Shape));
        long[] chosen = [5, 40, 90];
        var losses = new ChosenLosses(documents, chosen);
        var before = losses.Compute(model, new());
        using var gradients = new TokenGradients(model, parameters);
        using var vectors = new DeviceVectors(model.Device, 3, parameters.Length);
        using var direction = new DeviceVectors(model.Device, 1, parameters.Length);
        gradients.Compute(documents, chosen, vectors);
        float[][] host = [.. Enumerable.Range(0, 3).Select(i => { var values = new float[parameters.Length]; vectors.Download(i, values); return values; })];
        direction.Upload(0, host[1]);
        const double step = 1e-3;
        using (var movable = new MovableModel(model, parameters, threads: 2))
        {
            movable.MoveTo(direction, 5);
            movable.MoveTo(direction, step);
            var after = losses.Compute(model, new());
            movable.MoveTo(direction, -step);
            var other = losses.Compute(model, new());
            for (var i = 0; i < 3; i++)
            {
                var expected = 2 * step * host[1].Zip(host[i], (x, y) => (double)x * y).Sum();
                Expect.Near(expected, (double)after[i] - other[i], 1e-5 + 0.01 * Math.Abs(expected), "float32 losses, and the curvature left of central differences");
            }
            movable.Restore();
            Assert.Equal(before, losses.Compute(model, new()));
            movable.MoveTo(direction, 1);
        }
        Assert.Equal(before, losses.Compute(model, new()));
    }

    /// <summary>The output projection's columns of one head are 0: the same as a checkpoint that is made so.</summary>
    [Fact]
    public void A_silenced_head_is_a_model_whose_map_from_it_is_0_and_speaks_again()
    {
        using var model = DecoderModel.Load(Folder, DeviceRegistry.Default);
        var (documents, shape) = (Documents(), model.Shape);
        var before = TokenLosses.Compute(model, documents);
        var (layer, head) = (shape.Layers - 1, shape.Heads - 1);
        using var source = Formats.Tensors.TensorSource.OpenFolder(Folder);
        using var silent = DecoderModel.Create(shape, DeviceRegistry.Default, (parameter, values) =>
        {
            var weights = model.Weights.Of(parameter);
            model.Device.Download(weights, values);
            if (parameter is not { Part: DecoderPart.AttentionOutput, IsBias: false } || parameter.Layer != layer) return;
            for (var row = 0; row < parameter.RowCount; row++)
                for (var d = 0; d < shape.HeadSize; d++) values[row * parameter.ColumnCount + head * shape.HeadSize + d] = 0;
        });
        using (new SilencedHead(model, layer, head)) Assert.Equal(TokenLosses.Compute(silent, documents), TokenLosses.Compute(model, documents));
        Assert.NotEqual(before, TokenLosses.Compute(silent, documents));
        Assert.Equal(before, TokenLosses.Compute(model, documents));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SilencedHead(model, shape.Layers, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SilencedHead(model, 0, shape.Heads));
    }

    private static TokenDocuments Documents()
    {
        var random = new Philox(2);
        return new TokenDocuments(Enumerable.Range(0, 160).Select(_ => 5 + random.NextInt32(1000)).ToArray(), [0, 40, 41, 100, 160]);
    }
}
