using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Gradients;

namespace Quanta.LanguageModels.Activations;

/// <summary>What of a layer's activations at a position stands for the prediction made there.</summary>
public enum ActivationSite
{
    /// <summary>[F]: the MLP's, after the activation function: the published scripts' stand-in for a gradient.</summary>
    Mlp,

    /// <summary>[N D]: what the attention heads bring to the position, z_h(r) = sum_t attention_h(r, t) v_h(t), before the output projection: what was read, whatever is made of it.</summary>
    Heads,
}

/// <summary>Activations at single predictions' positions, some layers one after another.</summary>
/// <remarks>A context, a document or a window of one, goes forward once, up to its last asked-for prediction; small ones go together.</remarks>
public static class PositionActivations
{
    /// <summary>The numbers that a layer has at a site.</summary>
    public static int LengthOf(DecoderShape shape, ActivationSite site) => site == ActivationSite.Mlp ? shape.FeedForwardSize : shape.ContextSize;

    /// <summary>Writes the activations at each prediction's position (the token before the predicted one) into a vector.</summary>
    /// <param name="model">The model.</param>
    /// <param name="site">Which activations.</param>
    /// <param name="layers">Which layers, ascending, 0 the first.</param>
    /// <param name="documents">Tokens below the model's vocabulary size.</param>
    /// <param name="predictions">Global prediction indices, in any order, repeated or not.</param>
    /// <param name="activations">[at least predictions] of layers * <see cref="LengthOf"/> entries on the model's device; the first are overwritten.</param>
    /// <param name="threads">Workers, each with a workspace of its own; the result does not depend on it.</param>
    /// <param name="progress">Receives the fraction of the predictions done.</param>
    /// <param name="cancellation">Stops between layers.</param>
    /// <exception cref="ArgumentException">A layer is not the model's, a prediction lies outside the documents, a token outside the vocabulary, or the
    /// vectors have another length.</exception>
    public static void Compute(
        DecoderModel model, ActivationSite site, IReadOnlyList<int> layers, TokenDocuments documents, ReadOnlySpan<long> predictions, DeviceVectors activations, int threads = 1,
        IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        model.Shape.CheckLayers(layers);
        var length = (long)layers.Count * LengthOf(model.Shape, site);
        if (activations.Count < predictions.Length || activations.Length != length)
            throw new ArgumentException($"{predictions.Length} vectors of {length} values do not fit {activations.Count} vectors of {activations.Length}.", nameof(activations));
        var groups = PredictionGroup.Of(documents, predictions);
        foreach (var group in groups) model.CheckContext(documents, group.Context);
        var stacks = PredictionGroup.Stacked(groups, threads);
        Workers.Run(
            stacks.Count, threads, () => new Worker(model, site, layers),
            (worker, i, stop) => worker.Run(new PredictionBatch(documents, stacks[i]), activations, stop), i => stacks[i].Sum(group => group.Positions.Count), progress,
            cancellation);
    }

    /// <summary>One thread's workspace: a forward pass a batch.</summary>
    private sealed class Worker : IDisposable
    {
        private readonly DecoderModel _model;
        private readonly ActivationSite _site;
        private readonly IReadOnlyList<int> _layers;
        private readonly IOperations _operations;
        private readonly ForwardPass _forward;

        public Worker(DecoderModel model, ActivationSite site, IReadOnlyList<int> layers)
        {
            (_model, _site, _layers) = (model, site, layers);
            _operations = model.Device.CreateOperations();
            _forward = new ForwardPass(model, _operations, Keep.Nothing);
        }

        public void Run(PredictionBatch batch, DeviceVectors activations, CancellationToken cancellation) => _forward.Run(
            batch.Tokens, batch.Documents, batch.Predictions, (layer, held) => Copy(batch, layer, _site == ActivationSite.Mlp ? held.Activated : held.Context, activations), cancellation);

        public void Dispose()
        {
            _forward.Dispose();
            _operations.Dispose();
        }

        /// <summary>In the last layer only the wanted rows exist.</summary>
        private void Copy(PredictionBatch batch, int layer, DeviceMatrix held, DeviceVectors activations)
        {
            var rows = layer == _model.Shape.Layers - 1 ? StackedRows.Singles(batch.Predictions.Count) : batch.Predictions;
            for (var place = 0; place < _layers.Count; place++)
                if (_layers[place] == layer) _operations.Gather(held, rows, activations.Parts(batch.Numbers, (long)place * held.ColumnCount, held.ColumnCount));
        }
    }
}
