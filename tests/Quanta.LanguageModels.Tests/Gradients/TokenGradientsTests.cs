using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Gradients;
using Quanta.LanguageModels.Tests.Decoders;
using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Tests.Gradients;

public class TokenGradientsTests
{
    public static TheoryData<string> Devices => DeviceCases.All;

    public static TheoryData<string, string> Forms => DeviceCases.With("parallel", "sequential");

    [Theory, MemberData(nameof(Forms))]
    public void A_gradient_does_not_depend_on_what_else_is_asked_for(string device, string form)
    {
        using var model = TestModels.Create(TestModels.Small with { ParallelResidual = form == "parallel" }, DeviceRegistry.Find(device));
        var (documents, parameters) = (TestModels.Documents(model.Shape, 70, 1, 5, 0, 12), ParameterSet.Published(model.Shape));
        long[] predictions = [68, 0, 70, 30, 63, 64, 69, 30, 83];
        using var together = Gradients(model, parameters, documents, predictions);
        for (var i = 0; i < predictions.Length; i++)
        {
            using var alone = Gradients(model, parameters, documents, [predictions[i]]);
            Assert.Equal(alone.Row(0).ToArray(), together.Row(i).ToArray());
        }
    }

    [Theory, MemberData(nameof(Devices))]
    public void Threads_and_memory_never_change_a_bit(string device)
    {
        using var model = TestModels.Create(TestModels.Small, DeviceRegistry.Find(device));
        var (documents, parameters) = (TestModels.Documents(model.Shape, 40, 30, 66), ParameterSet.Published(model.Shape));
        long[] predictions = [5, 130, 10, 38, 39, 50, 67, 100];
        using var expected = Gradients(model, parameters, documents, predictions);
        foreach (var options in new TokenGradientsOptions[]
        {
            new() { Threads = 3 }, new() { Threads = 16 }, new() { WorkspaceBytes = 0 }, new() { Threads = 2, WorkspaceBytes = 1 << 17 }, new() { Recompute = true },
            new() { Threads = 16, WorkspaceBytes = 0, Recompute = true },
        })
        {
            using var actual = Gradients(model, parameters, documents, predictions, options);
            Assert.Equal(expected.ToArray(), actual.ToArray());
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public void Activations_computed_again_have_the_same_bits(string device, string form)
    {
        using var model = TestModels.Create(TestModels.Small with { ParallelResidual = form == "parallel" }, DeviceRegistry.Find(device));
        var (documents, parameters) = (TestModels.Documents(model.Shape, 40, 9), ParameterSet.All(model.Shape));
        long[] predictions = [38, 2, 40, 11];
        using var kept = Gradients(model, parameters, documents, predictions);
        using var again = Gradients(model, parameters, documents, predictions, new() { Recompute = true, WorkspaceBytes = 0 });
        Assert.Equal(kept.ToArray(), again.ToArray());
    }

    [Fact]
    public void Recomputing_needs_less_memory_the_more_layers_there_are()
    {
        var deep = TestModels.Small with { Layers = 36 };
        long Needs(bool recompute) => TokenGradients.LeastWorkspaceBytes(deep, ParameterSet.Published(deep).InLayers(0), 200, new() { Recompute = recompute });
        var (kept, again) = (Needs(recompute: false), Needs(recompute: true));
        Assert.True(again * 5 < kept, $"{again} bytes beside {kept}");
    }

    [Fact]
    public void Pieces_keep_every_worker_busy_and_hold_each_prediction_once()
    {
        var documents = TestModels.Documents(TestModels.Small, 200, 20, 20);
        long[] predictions = [.. Enumerable.Range(0, 60).Select(i => 3L * i), 205, 230];
        var pieces = PredictionGroup.Balanced(PredictionGroup.Of(documents, predictions), workers: 16);
        Assert.True(pieces.Count >= 16, $"only {pieces.Count} pieces for 16 workers");
        Assert.Equal(Enumerable.Range(0, predictions.Length), pieces.SelectMany(piece => piece.Numbers).Order());
        foreach (var piece in pieces)
            for (var i = 0; i < piece.Positions.Count; i++)
                Assert.Equal(documents.Locate(predictions[piece.Numbers[i]]), (piece.Context, piece.Positions[i]));
        Assert.Equal(pieces.Select(piece => piece.Cost).OrderDescending(), pieces.Select(piece => piece.Cost));
    }

    [Theory, MemberData(nameof(Devices))]
    public void Later_tokens_do_not_enter(string device)
    {
        using var model = TestModels.Create(TestModels.Small, DeviceRegistry.Find(device));
        var (tokens, parameters) = (TestModels.Tokens(model.Shape, 80), ParameterSet.Published(model.Shape));
        using var whole = Gradients(model, parameters, TokenDocuments.FromOne(tokens), [20]);
        using var cut = Gradients(model, parameters, TokenDocuments.FromOne(tokens.AsMemory(0, 22)), [20]);
        Assert.Equal(cut.ToArray(), whole.ToArray());
    }

    [Theory, MemberData(nameof(Forms))]
    public void A_smaller_set_gives_the_same_values_as_its_part_of_the_whole(string device, string form)
    {
        using var model = TestModels.Create(TestModels.Small with { ParallelResidual = form == "parallel" }, DeviceRegistry.Find(device));
        var (documents, all) = (TestModels.Documents(model.Shape, 20), ParameterSet.All(model.Shape));
        using var expected = Gradients(model, all, documents, [3, 18]);
        var sets = all.Slices.Select(slice => all.Where(parameter => parameter == slice.Parameter)).Append(all.InLayers(1)).Append(ParameterSet.Published(model.Shape));
        foreach (var set in sets)
        {
            using var actual = Gradients(model, set, documents, [3, 18]);
            foreach (var slice in set.Slices)
            {
                var (start, length) = ((int)all.Find(slice.Parameter.Name)!.Offset, (int)slice.Parameter.Length);
                for (var i = 0; i < 2; i++)
                    Assert.Equal(expected.Row(i).Slice(start, length).ToArray(), actual.Row(i).Slice((int)slice.Offset, length).ToArray());
            }
        }
    }

    [Theory, MemberData(nameof(Devices))]
    public void A_sink_gets_every_parameter_of_every_prediction_once(string device)
    {
        using var model = TestModels.Create(TestModels.Small with { TiedEmbeddings = true }, DeviceRegistry.Find(device));
        var (documents, parameters) = (TestModels.Documents(model.Shape, 20, 30, 9), ParameterSet.All(model.Shape));
        long[] predictions = [40, 7, 18, 19, 50];
        using var expected = Gradients(model, parameters, documents, predictions);
        foreach (var options in new TokenGradientsOptions[] { new(), new() { Threads = 2 }, new() { WorkspaceBytes = 0 } })
        {
            var sink = new Collector(model.Device, predictions.Length, (int)parameters.Length);
            using var evaluator = new TokenGradients(model, parameters, options);
            evaluator.Send(documents, predictions, _ => sink);
            sink.Check(expected);
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public void In_step_come_the_gradients_of_all_predictions_together(string device, string form)
    {
        using var model = TestModels.Create(TestModels.Small with { ParallelResidual = form == "parallel" }, DeviceRegistry.Find(device));
        var (documents, parameters) = (TestModels.Documents(model.Shape, 20, 30, 9, 40), ParameterSet.Published(model.Shape));
        long[] predictions = [40, 7, 18, 19, 50, 70];
        using var expected = Gradients(model, parameters, documents, predictions);
        foreach (var threads in new[] { 1, 2, 3, 16 })
        {
            var sink = new Collector(model.Device, predictions.Length, (int)parameters.Length);
            using var evaluator = new TokenGradients(model, parameters, new() { Threads = threads });
            evaluator.SendInStep(documents, predictions, (slice, gradients) => sink.Take(slice, gradients));
            sink.Check(expected);
        }
    }

    [Fact]
    public void A_failure_in_step_is_the_receivers_own()
    {
        using var model = TestModels.Create(TestModels.Small, DeviceRegistry.Default);
        using var evaluator = new TokenGradients(model, ParameterSet.Published(model.Shape), new() { Threads = 2 });
        Assert.Throws<InvalidDataException>(() => evaluator.SendInStep(TestModels.Documents(model.Shape, 20, 30), [7, 25], (_, _) => throw new InvalidDataException()));
    }

    [Fact]
    public void Predictions_outside_the_documents_and_wrong_matrices_are_errors()
    {
        using var model = TestModels.Create(TestModels.Small, DeviceRegistry.Default);
        var (documents, parameters) = (TestModels.Documents(model.Shape, 5), ParameterSet.Published(model.Shape));
        using var matrix = new Matrix(1, (int)parameters.Length);
        using var evaluator = new TokenGradients(model, parameters);
        Assert.Throws<ArgumentOutOfRangeException>(() => evaluator.Compute(documents, [4], matrix));
        Assert.Throws<ArgumentOutOfRangeException>(() => evaluator.Compute(documents, [-1], matrix));
        Assert.Throws<ArgumentException>(() => evaluator.Compute(documents, [0, 1], matrix));
    }

    [Fact]
    public void No_predictions_and_an_empty_set_are_no_work()
    {
        using var model = TestModels.Create(TestModels.Small, DeviceRegistry.Default);
        using var none = Gradients(model, ParameterSet.Published(model.Shape), TestModels.Documents(model.Shape, 5), []);
        using var empty = Gradients(model, ParameterSet.All(model.Shape).Where(_ => false), TestModels.Documents(model.Shape, 5), [2]);
        Assert.Equal((0, 0), (none.Rows, empty.Columns));
    }

    /// <summary>Small documents go forward and backward as one stack, and no stack is beyond a worker's room.</summary>
    [Fact]
    public void Stacks_hold_every_group_once_within_the_room()
    {
        var documents = TestModels.Documents(TestModels.Small, [.. Enumerable.Range(0, 200).Select(i => 5 + i % 60)]);
        long[] predictions = [.. Enumerable.Range(0, 200).Select(d => documents.PredictionOffset(d) + 3)];
        var groups = PredictionGroup.Of(documents, predictions);
        static long Needs(IReadOnlyList<PredictionGroup> stack) => stack.Sum(group => (long)group.TokenCount);
        foreach (var (workers, room) in new[] { (1, 1000L), (2, 30L), (16, 1000L), (2, 0L) })
        {
            var stacks = PredictionGroup.Stacked(groups, workers, Needs, room);
            Assert.Equal(groups, stacks.SelectMany(stack => stack));
            Assert.All(stacks, stack => Assert.True(stack.Count == 1 || Needs(stack) <= room, $"{Needs(stack)} in a room of {room}"));
            Assert.True(stacks.Count >= 4 * workers, $"{stacks.Count} stacks for {workers} workers");
        }
        Assert.True(PredictionGroup.Stacked(groups, 1, Needs, 1000).Count < 100, "documents are not stacked");
    }

    private static Matrix Gradients(
        DecoderModel model, ParameterSet parameters, TokenDocuments documents, long[] predictions, TokenGradientsOptions? options = null)
    {
        var gradients = new Matrix(predictions.Length, (int)parameters.Length);
        using var evaluator = new TokenGradients(model, parameters, options);
        evaluator.Compute(documents, predictions, gradients);
        return gradients;
    }

    /// <summary>Downloads what comes, and counts it.</summary>
    private sealed class Collector(IDevice device, int predictions, int length) : IGradientSink
    {
        private readonly float[][] _gradients = [.. Enumerable.Range(0, predictions).Select(_ => new float[length])];
        private readonly int[] _seen = new int[predictions];

        public void Take(ReadOnlyMemory<int> numbers, ParameterSlice slice, DeviceMatrices gradients)
        {
            for (var i = 0; i < gradients.Count; i++) Add(numbers.Span[i], slice, gradients[i]);
        }

        public void Take(ParameterSlice slice, VectorRange gradients)
        {
            for (var i = 0; i < gradients.Count; i++) Add(i, slice, gradients.Buffer.View(gradients.Offset + i * gradients.Length, 1, (int)gradients.Length));
        }

        public void Check(Matrix expected)
        {
            for (var i = 0; i < predictions; i++)
            {
                Assert.Equal(length, _seen[i]);
                Assert.Equal(expected.Row(i).ToArray(), _gradients[i]);
            }
        }

        private void Add(int prediction, ParameterSlice slice, DeviceMatrix gradient)
        {
            device.Download(gradient, _gradients[prediction].AsSpan((int)slice.Offset, (int)slice.Parameter.Length));
            _seen[prediction] += (int)slice.Parameter.Length;
        }
    }
}
