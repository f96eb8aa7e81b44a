using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Gradients;
using Quanta.LanguageModels.Losses;
using Quanta.LanguageModels.Tests.Decoders;
using Quanta.LanguageModels.Tests.Devices;
using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Tests.Gradients;

/// <summary>Whole-model gradients, over all parameters, against finite differences of the loss.</summary>
public class ModelGradientTests
{
    public static TheoryData<string, string> Cases => DeviceCases.With([.. DecoderKinds.All.Keys]);

    /// <summary>Along a tensor's own gradient g the loss must rise with slope |g|: a gradient of wrong length or direction would not. Steps along steep
    /// tensors are shorter, so that the loss never moves by more than a step.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void Every_tensor_agrees_with_differences_of_the_loss(string device, string name)
    {
        var shape = DecoderKinds.All[name];
        var (documents, parameters, weights) = (TokenDocuments.FromOne(TestModels.Tokens(shape, 9)), ParameterSet.All(shape), TestModels.Weights(shape));
        const int position = 6;
        using var model = TestModels.Create(shape, DeviceRegistry.Find(device), weights);
        using var gradient = new Matrix(1, (int)parameters.Length);
        using var evaluator = new TokenGradients(model, parameters);
        evaluator.Compute(documents, [position], gradient);

        foreach (var slice in parameters.Slices)
        {
            var part = gradient.Row(0).Slice((int)slice.Offset, (int)slice.Parameter.Length).ToArray();
            var norm = Math.Sqrt(part.Sum(g => (double)g * g));
            var scale = Math.Max(1, norm);
            var slope = FiniteDifference.Derivative(step => Loss(shape, Moved(weights, slice.Parameter.Name, part, step / (norm * scale)), documents, position));
            Expect.Near(slope, norm / scale, 1e-3 * Math.Max(0.02, norm / scale), $"differences of a loss of order 3, rounded to 2e-7, along {slice.Parameter.Name}");
        }
    }

    private static double Loss(DecoderShape shape, IReadOnlyDictionary<string, float[]> weights, TokenDocuments documents, int position)
    {
        using var model = TestModels.Create(shape, DeviceCases.Oracle, weights);
        return TokenLosses.Compute(model, documents)[position];
    }

    private static Dictionary<string, float[]> Moved(Dictionary<string, float[]> weights, string name, float[] direction, double step) =>
        new(weights) { [name] = [.. weights[name].Zip(direction, (w, d) => (float)(w + step * d))] };
}
