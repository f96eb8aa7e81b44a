using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.Gradients;

/// <summary>The backward pass for several predictions at once, each with a gradient of its own; its workspace: one a worker.</summary>
/// <remarks>Legend: P predictions; E embedding size, H hidden, V vocabulary.</remarks>
internal sealed class PredictionPass : IDisposable
{
    private readonly DecoderModel _model;
    private readonly IOperations _operations;
    private readonly BackwardScope _scope;
    private readonly ParameterGradients _gradients;
    private readonly BackwardPass _layers;
    private readonly GrowingBuffer _logits, _features;
    private readonly double? _softTarget;

    public PredictionPass(DecoderModel model, IOperations operations, ParameterSet parameters, double? softTarget = null)
    {
        (_model, _operations, _softTarget) = (model, operations, softTarget);
        _scope = new BackwardScope(model, parameters);
        _gradients = new ParameterGradients(model.Device, operations, parameters, isSum: false);
        _layers = new BackwardPass(model, operations, _scope, _gradients);
        (_logits, _features) = (new(model.Device), new(model.Device));
    }

    /// <summary>The workspace for one prediction of the given reach, in float32 values.</summary>
    public static long ValuesPerPrediction(DecoderShape shape, int reach) => shape.VocabularySize + BackwardPass.ValuesPerPrediction(shape, reach);

    /// <summary>Writes the gradients of some predictions of a batch.</summary>
    /// <param name="forward">The forward pass of the batch, with its activations.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="start">The first prediction.</param>
    /// <param name="count">How many.</param>
    /// <param name="sink">Takes the gradients.</param>
    /// <param name="cancellation">Stops between layers.</param>
    public void Run(ForwardPass forward, PredictionBatch batch, int start, int count, IGradientSink sink, CancellationToken cancellation = default)
    {
        _gradients.Begin(sink, batch.Numbers.Slice(start, count));
        var predictions = batch.Predictions.Slice(start, count);
        var logits = LogitGradients(forward, predictions, batch.Targets.AsSpan(start, count));
        var features = _features.Matrix(logits.RowCount, _model.Shape.EmbeddingSize);
        _operations.LinearInputGradient(logits, _model.Output.Weight, features);
        var (stream, embedded, rows) = _layers.Run(forward, predictions, features, cancellation);
        WriteOutput(forward, predictions, logits);
        if (_scope.EntersEmbeddings) WriteEmbeddings(forward, batch.Tokens, predictions, logits, rows, stream, embedded);
    }

    public void Dispose()
    {
        _layers.Dispose();
        _gradients.Dispose();
        foreach (var buffer in new[] { _logits, _features }) buffer.Dispose();
    }

    private DeviceMatrix LogitGradients(ForwardPass forward, StackedRows predictions, ReadOnlySpan<int> targets)
    {
        var (logits, output) = (_logits.Matrix(targets.Length, _model.Shape.VocabularySize), _model.Output);
        _operations.Linear(forward.Features.Rows(predictions[0].Saved, targets.Length), output.Weight, output.Bias, logits);
        if (_softTarget is { } temperature) _operations.SoftTargetGradient(temperature, output.Cap, logits);
        else _operations.CrossEntropyGradient(targets, output.Cap, scale: 1, logits, losses: default);
        return logits;
    }

    private void WriteOutput(ForwardPass forward, StackedRows predictions, DeviceMatrix logits)
    {
        var unembedding = _model.Weights.Unembedding;
        if (!_model.Shape.TiedEmbeddings)
            _gradients.Write(unembedding.Weight, predictions, (first, rows, into) =>
                _operations.OfParameters.LinearWeight(logits.Rows(first, rows.RowCount), forward.Features, rows, into));
        _gradients.Write(unembedding.Bias, predictions, (first, rows, into) => _operations.OfParameters.Bias(logits.Rows(first, rows.RowCount), rows, into));
    }

    private void WriteEmbeddings(
        ForwardPass forward, int[] tokens, StackedRows predictions, DeviceMatrix logits, StackedRows reach, DeviceMatrix stream, DeviceMatrix embedded)
    {
        var (weights, shape) = (_model.Weights, _model.Shape);
        _gradients.Write(weights.Embedding, predictions, (first, rows, into) =>
        {
            if (shape.TiedEmbeddings) _operations.OfParameters.LinearWeight(logits.Rows(first, rows.RowCount), forward.Features, rows, into);
            else Clear(into);
            var own = reach.Slice(first, rows.Count);
            _operations.OfParameters.Embedding(tokens, embedded.Rows(reach.Offset(first), own.RowCount), shape.EmbeddingScale, own, into);
        });
        _gradients.Write(weights.Positions, reach, (first, rows, into) =>
        {
            Clear(into);
            _operations.OfParameters.Positions(stream.Rows(first, rows.RowCount), shape.PositionOffset, rows, into);
        });
    }

    private void Clear(DeviceMatrices gradients)
    {
        for (var i = 0; i < gradients.Count; i++) _operations.Clear(gradients[i]);
    }
}
