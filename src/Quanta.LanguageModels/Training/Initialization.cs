using Quanta.LanguageModels.Decoders;
using Quanta.Numerics.Random;

namespace Quanta.LanguageModels.Training;

/// <summary>The first weights of a model that is to be trained, as Pythia's (Biderman et al. 2023) were drawn, whatever its family.</summary>
/// <remarks>Matrices are normal with standard deviation sqrt(2 / (5 H)) ("small init", Nguyen and Salazar 2019), those that write to the residual stream 2 / (L sqrt H)
/// (Wang and Komatsuzaki 2021); biases are 0 and norms the identity. H hidden size, L layers.</remarks>
public static class Initialization
{
    private const ulong StreamOfFirstParameter = 1UL << 56;

    /// <summary>Fills a model's parameters; each has a stream of random numbers of its own.</summary>
    public static ParameterFill Draw(DecoderShape shape, ulong seed)
    {
        var streams = DecoderParameters.Of(shape).Index().ToDictionary(pair => pair.Item.Name, pair => StreamOfFirstParameter + (ulong)pair.Index);
        return (parameter, values) =>
        {
            if (parameter.Shape.Count == 1)
            {
                values.Fill(parameter.IsNorm && !parameter.IsBias ? 1 : 0);
                return;
            }
            var random = new Philox(seed, streams[parameter.Name]);
            var deviation = StandardDeviation(shape, parameter.Part);
            foreach (ref var value in values) value = (float)(deviation * random.NextGaussian());
        };
    }

    private static double StandardDeviation(DecoderShape shape, DecoderPart part) =>
        part is DecoderPart.AttentionOutput or DecoderPart.Down ? 2 / (shape.Layers * Math.Sqrt(shape.HiddenSize)) : Math.Sqrt(2.0 / (5 * shape.HiddenSize));
}
