using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.GptNeoX;
using Quanta.LanguageModels.Gradients;
using Quanta.LanguageModels.Losses;
using Quanta.LanguageModels.Tests.Devices;
using Quanta.LanguageModels.Tests.GptNeoX;
using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Tests.Gradients;

/// <summary>Whole-model gradients, over all parameters, against finite differences of the loss.</summary>
public class ModelGradientTests
{
    private static readonly Dictionary<string, GptNeoXConfig> Configs = new()
    {
        ["parallel, exact"] = Config(),
        ["parallel, tanh"] = Config() with { Activation = GeluForm.Tanh },
        ["sequential, a quarter rotated"] = Config() with { ParallelResidual = false, RotaryFraction = 0.25 },
        ["sequential, all rotated"] = Config() with { ParallelResidual = false, RotaryFraction = 1 },
        ["tied, no attention bias"] = Config() with { TiedEmbeddings = true, AttentionBias = false },
        ["one layer, not rotated"] = Config() with { Layers = 1, RotaryFraction = 0 },
    };

    public static TheoryData<string, string> Cases => DeviceCases.With([.. Configs.Keys]);

    /// <summary>Along a tensor's own gradient g the loss must rise with slope |g|: a gradient of wrong length or direction would not. Steps along steep
    /// tensors are shorter, so that the loss never moves by more than a step.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void Every_tensor_agrees_with_differences_of_the_loss(string device, string name)
    {
        var config = Configs[name];
        var (documents, parameters, weights) = (TokenDocuments.FromOne(TestModels.Tokens(config, 9)), ParameterSet.All(config), TestModels.Weights(config));
        const int position = 6;
        using var model = TestModels.Create(config, DeviceRegistry.Find(device), weights);
        using var gradient = new Matrix(1, (int)parameters.Length);
        using var evaluator = new TokenGradients(model, parameters);
        evaluator.Compute(documents, [position], gradient);

        foreach (var slice in parameters.Slices)
        {
            var part = gradient.Row(0).Slice((int)slice.Offset, (int)slice.Parameter.Length).ToArray();
            var norm = Math.Sqrt(part.Sum(g => (double)g * g));
            var scale = Math.Max(1, norm);
            var slope = FiniteDifference.Derivative(step => Loss(config, Moved(weights, slice.Parameter.Name, part, step / (norm * scale)), documents, position));
            Expect.Near(slope, norm / scale, 1e-3 * Math.Max(0.02, norm / scale), $"differences of a loss of order 3, rounded to 2e-7, along {slice.Parameter.Name}");
        }
    }

    private static GptNeoXConfig Config() => new()
    {
        HiddenSize = 16,
        Layers = 2,
        Heads = 2,
        FeedForwardSize = 20,
        VocabularySize = 12,
        MaximumPositions = 16,
        RotaryFraction = 0.5,
    };

    private static double Loss(GptNeoXConfig config, IReadOnlyDictionary<string, float[]> weights, TokenDocuments documents, int position)
    {
        using var model = TestModels.Create(config, DeviceCases.Oracle, weights);
        return TokenLosses.Compute(model, documents)[position];
    }

    private static Dictionary<string, float[]> Moved(Dictionary<string, float[]> weights, string name, float[] direction, double step) =>
        new(weights) { [name] = [.. weights[name].Zip(direction, (w, d) => (float)(w + step * d))] };
}
