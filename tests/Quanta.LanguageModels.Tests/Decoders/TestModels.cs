using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.Numerics.Random;

namespace Quanta.LanguageModels.Tests.Decoders;

/// <summary>Small models with random weights, and documents for them.</summary>
internal static class TestModels
{
    public static DecoderShape Small { get; } = new()
    {
        HiddenSize = 24,
        Layers = 3,
        Heads = 3,
        FeedForwardSize = 40,
        VocabularySize = 50,
        MaximumPositions = 300,
        RotaryDimensions = 4,
    };

    /// <summary>A model whose layers all matter: matrices large enough to move the residual stream, norms and biases away from 1 and 0.</summary>
    public static DecoderModel Create(DecoderShape config, IDevice device, ulong seed = 1) => Create(config, device, Weights(config, seed));

    public static DecoderModel Create(DecoderShape config, IDevice device, IReadOnlyDictionary<string, float[]> weights) =>
        DecoderModel.Create(config, device, (parameter, values) => weights[parameter.Name].CopyTo(values));

    public static Dictionary<string, float[]> Weights(DecoderShape config, ulong seed = 1)
    {
        var weights = new Dictionary<string, float[]>();
        foreach (var parameter in DecoderParameters.Of(config))
        {
            var random = new Philox(seed, (ulong)weights.Count);
            var isNormWeight = parameter.IsNorm && !parameter.IsBias;
            var scale = parameter.Shape.Count == 2 ? 1.5 / Math.Sqrt(parameter.ColumnCount) : 0.2;
            var values = new float[parameter.Length];
            foreach (ref var value in values.AsSpan()) value = (float)((isNormWeight ? 1 : 0) + scale * random.NextGaussian());
            weights.Add(parameter.Name, values);
        }
        return weights;
    }

    public static int[] Tokens(DecoderShape config, int count, ulong seed = 5)
    {
        var random = new Philox(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextInt32(config.VocabularySize))];
    }

    /// <summary>Documents of the given token counts.</summary>
    public static TokenDocuments Documents(DecoderShape config, params int[] counts)
    {
        var offsets = new long[counts.Length + 1];
        for (var i = 0; i < counts.Length; i++) offsets[i + 1] = offsets[i] + counts[i];
        return new TokenDocuments(Tokens(config, (int)offsets[^1]), offsets);
    }
}
