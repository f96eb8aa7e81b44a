using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Gradients;
using Quanta.LanguageModels.Losses;
using Quanta.LanguageModels.Tests.Decoders;
using Quanta.LanguageModels.Training.Internals;
using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Tests.Training;

/// <summary>The gradient of a whole batch against the sum of its predictions' own gradients, which finite differences have proved.</summary>
public class TrainingPassTests
{
    private static readonly Dictionary<string, DecoderShape> Shapes = DecoderKinds.All
        .ToDictionary(kind => kind.Key, kind => kind.Value with { MaximumPositions = 300 })
        .Append(new("of several vectors", TestModels.Small)).ToDictionary();

    public static TheoryData<string, string> Cases => DeviceCases.With([.. Shapes.Keys]);

    [Theory, MemberData(nameof(Cases))]
    public void The_gradient_of_a_batch_is_the_sum_of_its_predictions_gradients(string device, string name)
    {
        var shape = Shapes[name];
        // More rows than the 128 whose logits exist at once, so that a second block adds to the first.
        var documents = TestModels.Documents(shape, 3, 90, 70, 2);
        using var model = TestModels.Create(shape, DeviceRegistry.Find(device));
        var (losses, gradients) = Run(model, documents, scale: 0.25f);
        Expect.Near(TokenLosses.Compute(model, documents).Sum(loss => (double)loss), losses, 1e-3, "a sum of 161 losses of order 4, rounded to float32 each");

        var parameters = ParameterSet.All(shape);
        var sums = SumOfGradients(model, parameters, documents);
        foreach (var slice in parameters.Slices)
        {
            var expected = sums.AsSpan((int)slice.Offset, (int)slice.Parameter.Length).ToArray();
            for (var i = 0; i < expected.Length; i++) expected[i] *= 0.25f;
            Expect.NearInNorm(expected, gradients[slice.Parameter.Name], 2e-5, $"sums of 161 float32 gradients in another order, {slice.Parameter.Name}");
        }
    }

    [Fact]
    public void A_pass_leaves_nothing_behind_for_the_next()
    {
        using var model = TestModels.Create(TestModels.Small, DeviceRegistry.Default);
        var (long_, short_) = (TestModels.Documents(model.Shape, 150, 100), TestModels.Documents(model.Shape, 20));
        using var pass = new TrainingPass(model);
        using var used = new DecoderWeights(model.Shape, model.Device);
        pass.Run(Shard(long_), 1, used);
        pass.Run(Shard(short_), 1, used);
        Assert.Equal(Run(model, short_, 1).Gradients.Values.SelectMany(g => g), Values(model, used).Values.SelectMany(g => g));
    }

    private static (double Losses, Dictionary<string, float[]> Gradients) Run(DecoderModel model, TokenDocuments documents, float scale)
    {
        using var pass = new TrainingPass(model);
        using var gradients = new DecoderWeights(model.Shape, model.Device);
        return (pass.Run(Shard(documents), scale, gradients), Values(model, gradients));
    }

    private static TrainingShard Shard(TokenDocuments documents)
    {
        var all = Enumerable.Range(0, documents.Count);
        return new TrainingShard(
            [.. all.SelectMany(d => documents[d][..^1].ToArray())], [.. all.SelectMany(d => documents[d][1..].ToArray())],
            StackedRows.Documents([.. all.Select(d => documents[d].Length - 1)]));
    }

    private static Dictionary<string, float[]> Values(DecoderModel model, DecoderWeights weights) => weights.All.ToDictionary(parameter => parameter.Info.Name, parameter =>
    {
        var values = new float[parameter.Info.Length];
        model.Device.Download(parameter.Values, values);
        return values;
    });

    private static float[] SumOfGradients(DecoderModel model, ParameterSet parameters, TokenDocuments documents)
    {
        var predictions = Enumerable.Range(0, (int)documents.PredictionCount).Select(p => (long)p).ToArray();
        using var each = new Matrix(predictions.Length, (int)parameters.Length);
        using var evaluator = new TokenGradients(model, parameters);
        evaluator.Compute(documents, predictions, each);
        var sums = new double[parameters.Length];
        for (var p = 0; p < predictions.Length; p++)
        {
            var row = each.Row(p);
            for (var i = 0; i < row.Length; i++) sums[i] += row[i];
        }
        return [.. sums.Select(sum => (float)sum)];
    }
}
