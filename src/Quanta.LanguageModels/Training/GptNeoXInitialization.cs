using Quanta.LanguageModels.GptNeoX;
using Quanta.Numerics.Random;

namespace Quanta.LanguageModels.Training;

/// <summary>The first weights of a model that is to be trained, as Pythia's (Biderman et al. 2023) were drawn.</summary>
/// <remarks>Matrices are normal with standard deviation sqrt(2 / (5 H)) ("small init", Nguyen and Salazar 2019), those that write to the residual stream 2 / (L sqrt H)
/// (Wang and Komatsuzaki 2021); biases are 0 and layer norms the identity. H hidden size, L layers.</remarks>
public static class GptNeoXInitialization
{
    private const ulong StreamOfFirstParameter = 1UL << 56;

    /// <summary>Fills a model's parameters; each has a stream of random numbers of its own.</summary>
    public static ParameterFill Draw(GptNeoXConfig config, ulong seed)
    {
        var streams = GptNeoXParameters.Of(config).Index().ToDictionary(pair => pair.Item.Name, pair => StreamOfFirstParameter + (ulong)pair.Index);
        return (parameter, values) =>
        {
            if (parameter.Shape.Count == 1)
            {
                values.Fill(parameter.Name.EndsWith("norm.weight", StringComparison.Ordinal) ? 1 : 0);
                return;
            }
            var random = new Philox(seed, streams[parameter.Name]);
            var deviation = StandardDeviation(config, parameter.Name);
            foreach (ref var value in values) value = (float)(deviation * random.NextGaussian());
        };
    }

    private static double StandardDeviation(GptNeoXConfig config, string name) =>
        name.EndsWith("attention.dense.weight", StringComparison.Ordinal) || name.EndsWith("mlp.dense_4h_to_h.weight", StringComparison.Ordinal)
            ? 2 / (config.Layers * Math.Sqrt(config.HiddenSize))
            : Math.Sqrt(2.0 / (5 * config.HiddenSize));
}
