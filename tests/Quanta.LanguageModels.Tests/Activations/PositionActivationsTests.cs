using Quanta.LanguageModels.Activations;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Tests.Decoders;
using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Tests.Activations;

public class PositionActivationsTests
{
    public static TheoryData<string> Devices => DeviceCases.All;

    [Theory, MemberData(nameof(Devices))]
    public void A_position_sees_the_tokens_up_to_it(string device)
    {
        using var model = TestModels.Create(TestModels.Small, DeviceRegistry.Find(device));
        var tokens = TestModels.Tokens(model.Shape, 30);
        using var whole = Compute(model, AllLayers, tokens, 28, 0, 11, 11);
        foreach (var (row, position) in new[] { (0, 28), (1, 0), (2, 11), (3, 11) })
        {
            using var cut = Compute(model, AllLayers, tokens[..(position + 2)], position);
            Assert.Equal(cut.Row(0).ToArray(), whole.Row(row).ToArray());
        }
    }

    /// <summary>With a zero matrix before it, the MLP's activation is that of its bias.</summary>
    [Theory, MemberData(nameof(Devices))]
    public void The_vector_holds_the_layers_one_after_another(string device)
    {
        var weights = TestModels.Weights(TestModels.Small);
        weights["gpt_neox.layers.1.mlp.dense_h_to_4h.weight"].AsSpan().Clear();
        weights["gpt_neox.layers.1.mlp.dense_h_to_4h.bias"].AsSpan().Fill(1);
        using var model = TestModels.Create(TestModels.Small, DeviceRegistry.Find(device), weights);
        using var activations = Compute(model, AllLayers, TestModels.Tokens(model.Shape, 4), 2);
        Expect.AllNear(Enumerable.Repeat(0.8413447f, 40).ToArray(), activations.Row(0).Slice(40, 40), 2e-7, "gelu(1) = Phi(1), in float32");
    }

    [Theory, InlineData(0, 2), InlineData(1, 1), InlineData(2, 1)]
    public void Chosen_layers_are_the_same_numbers_as_among_all(int first, int count)
    {
        using var model = TestModels.Create(TestModels.Small, DeviceRegistry.Default);
        var tokens = TestModels.Tokens(model.Shape, 9);
        using var all = Compute(model, AllLayers, tokens, 3, 7);
        using var chosen = Compute(model, [.. Enumerable.Range(first, count)], tokens, 3, 7);
        for (var row = 0; row < 2; row++) Assert.Equal(all.Row(row).Slice(first * 40, count * 40).ToArray(), chosen.Row(row).ToArray());
    }

    [Fact]
    public void The_result_does_not_depend_on_threads_or_on_what_is_asked_together()
    {
        using var model = TestModels.Create(TestModels.Small, DeviceRegistry.Default);
        var documents = TestModels.Documents(model.Shape, 5, 6, 7, 8, 9, 10);
        long[] predictions = [3, 30, 11, 12, 0, 30];
        using var together = new Matrix(6, 3 * 40);
        HostVectors.Activations(model, ActivationSite.Mlp, AllLayers, documents, predictions, together, threads: 3);
        for (var i = 0; i < predictions.Length; i++)
        {
            using var alone = new Matrix(1, 3 * 40);
            HostVectors.Activations(model, ActivationSite.Mlp, AllLayers, documents, predictions.AsSpan(i, 1), alone);
            Assert.Equal(alone.Row(0).ToArray(), together.Row(i).ToArray());
        }
    }

    [Theory, InlineData(-1L), InlineData(3L)]
    public void A_prediction_outside_the_document_is_an_error(long prediction)
    {
        using var model = TestModels.Create(TestModels.Small, DeviceRegistry.Default);
        Assert.Throws<ArgumentOutOfRangeException>(() => Compute(model, AllLayers, TestModels.Tokens(model.Shape, 4), prediction));
    }

    [Theory, InlineData(-1), InlineData(3)]
    public void A_layer_that_the_model_lacks_is_an_error(int layer)
    {
        using var model = TestModels.Create(TestModels.Small, DeviceRegistry.Default);
        Assert.Contains("layers 0 to 2", Assert.Throws<ArgumentException>(() => Compute(model, [layer], TestModels.Tokens(model.Shape, 4), 1)).Message, StringComparison.Ordinal);
    }

    /// <summary>Attention that sees one position only brings that position's value.</summary>
    [Theory, MemberData(nameof(Devices))]
    public void At_the_first_position_the_heads_bring_its_values(string device)
    {
        using var model = TestModels.Create(TestModels.Small, DeviceRegistry.Find(device));
        var (tokens, shape) = (TestModels.Tokens(model.Shape, 5), model.Shape);
        using var heads = new Matrix(1, shape.Layers * shape.ContextSize);
        HostVectors.Activations(model, ActivationSite.Heads, AllLayers, TokenDocuments.FromOne(tokens), [0], heads);
        using var operations = model.Device.CreateOperations();
        using var forward = new ForwardPass(model, operations, Keep.Activations);
        var one = StackedRows.Documents([1]);
        forward.Run(tokens.AsSpan(0, 1), one, one);
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            var (projections, attention) = (new float[shape.ProjectionSize], model.AttentionOf(layer));
            model.Device.Download(forward.Layer(layer).Projections, projections);
            for (var head = 0; head < shape.Heads; head++)
                Expect.AllNear(
                    projections.AsSpan(attention.KeyColumn(head / attention.QueriesPerKey) + shape.HeadSize, shape.HeadSize).ToArray(),
                    heads.Row(0).Slice(layer * shape.ContextSize + head * shape.HeadSize, shape.HeadSize), 1e-6, "one weight of 1, rounded");
        }
    }

    [Theory, MemberData(nameof(Devices))]
    public void The_heads_results_are_the_input_of_the_output_projection(string device)
    {
        using var model = TestModels.Create(TestModels.Small, DeviceRegistry.Find(device));
        var (documents, shape) = (TestModels.Documents(model.Shape, 20, 9), model.Shape);
        long[] predictions = [25, 3, 18];
        using var heads = new Matrix(3, shape.Layers * shape.ContextSize);
        HostVectors.Activations(model, ActivationSite.Heads, AllLayers, documents, predictions, heads, threads: 2);
        using var operations = model.Device.CreateOperations();
        using var forward = new ForwardPass(model, operations, Keep.Activations);
        foreach (var (row, prediction) in predictions.Index())
        {
            var (document, position) = documents.Locate(prediction);
            var all = StackedRows.Documents([position + 1]);
            forward.Run(documents[document][..(position + 1)], all, all);
            for (var layer = 0; layer < shape.Layers; layer++)
            {
                var context = new float[shape.ContextSize];
                model.Device.Download(forward.Layer(layer).Context.Rows(position, 1), context);
                Assert.Equal(context, heads.Row(row).Slice(layer * shape.ContextSize, shape.ContextSize).ToArray());
            }
        }
    }

    private static int[] AllLayers => [0, 1, 2];

    private static Matrix Compute(DecoderModel model, int[] layers, int[] tokens, params long[] predictions)
    {
        const ActivationSite site = ActivationSite.Mlp;
        var activations = new Matrix(predictions.Length, layers.Length * 40);
        HostVectors.Activations(model, site, layers, TokenDocuments.FromOne(tokens), predictions, activations);
        return activations;
    }
}
