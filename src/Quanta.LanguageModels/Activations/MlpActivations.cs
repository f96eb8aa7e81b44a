using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Gradients;

namespace Quanta.LanguageModels.Activations;

/// <summary>The MLP's activations at a prediction's position, some layers one after another: the published scripts' stand-in for a gradient.</summary>
/// <remarks>A document goes forward once, up to its last asked-for prediction.</remarks>
public static class MlpActivations
{
    /// <summary>Writes the activations, after the activation function, at each prediction's position (the token before the predicted one) into a vector.</summary>
    /// <param name="model">The model.</param>
    /// <param name="layers">Which layers, ascending, 0 the first.</param>
    /// <param name="documents">Tokens below the model's vocabulary size.</param>
    /// <param name="predictions">Global prediction indices, in any order, repeated or not.</param>
    /// <param name="activations">[at least predictions] of layers * feed-forward size entries on the model's device; the first are overwritten.</param>
    /// <param name="threads">Workers, each with a workspace of its own; the result does not depend on it.</param>
    /// <param name="progress">Receives the fraction of predictions done.</param>
    /// <param name="cancellation">Stops between layers.</param>
    /// <exception cref="ArgumentException">A layer is not the model's, a prediction lies outside the documents, a token outside the vocabulary, or the
    /// vectors have another length.</exception>
    public static void Compute(
        DecoderModel model, IReadOnlyList<int> layers, TokenDocuments documents, ReadOnlySpan<long> predictions, DeviceVectors activations, int threads = 1,
        IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        model.Shape.CheckLayers(layers);
        var length = layers.Count * model.Shape.FeedForwardSize;
        if (activations.Count < predictions.Length || activations.Length != length)
            throw new ArgumentException($"{predictions.Length} vectors of {length} values do not fit {activations.Count} vectors of {activations.Length}.", nameof(activations));
        var groups = PredictionGroup.Of(documents, predictions);
        foreach (var group in groups) model.CheckTokens(documents[group.Document], group.Document, readsLast: false);
        Workers.Run(
            groups.Count, threads, () => new ActivationWorker(model, layers),
            (worker, group, stop) => worker.Run(documents[groups[group].Document], groups[group], activations, stop), group => groups[group].Positions.Count, progress, cancellation);
    }
}
