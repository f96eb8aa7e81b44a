using Quanta.LanguageModels;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Gradients;

namespace Quanta.Discovery.Similarity.Vectors;

/// <summary>Chooses the vectors that options ask for.</summary>
internal static class TokenVectors
{
    public static ITokenVectors Of(DecoderModel model, TokenDocuments documents, long[] predictions, SimilarityOptions options, TokenGradientsOptions workers)
    {
        ITokenVectors vectors = ParametersOf(model.Shape, options) is { } parameters
            ? new ModelGradients(model, parameters, documents, predictions, workers)
            : new ModelActivations(model, Layers(model.Shape, options.Layers), documents, predictions, workers.Threads);
        return options.SparseThreshold is { } threshold ? new SparseVectors(vectors, (float)threshold, workers.Threads) : vectors;
    }

    /// <summary>What gradients range over; null where activations are compared.</summary>
    /// <exception cref="ArgumentException">The model lacks a layer, or no parameter is left.</exception>
    public static ParameterSet? ParametersOf(DecoderShape shape, SimilarityOptions options)
    {
        shape.CheckLayers(options.Layers ?? []);
        if (options.Vectors == TokenVectorKind.Activations) return null;
        var parameters = ParameterSet.Excluding(shape, options.ExcludedNames);
        if (options.Layers is not null) parameters = parameters.InLayers(options.Layers);
        if (parameters.Length > 0) return parameters;
        throw new ArgumentException($"No parameter is left when names with {string.Join(" or ", options.ExcludedNames)} are excluded"
            + (options.Layers is null ? "." : $" and only layers {string.Join(", ", options.Layers)} count."));
    }

    private static IReadOnlyList<int> Layers(DecoderShape shape, IReadOnlyList<int>? chosen) =>
        chosen is null ? [.. Enumerable.Range(0, shape.Layers)] : [.. chosen.Distinct().Order()];
}
