using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.Gradients;

/// <summary>The backward pass for several predictions of one document at once, each with a gradient of its own; its workspace: one a worker.</summary>
/// <remarks>Legend: P predictions; E embedding size, H hidden, V vocabulary.</remarks>
internal sealed class PredictionPass : IDisposable
{
    private readonly DecoderModel _model;
    private readonly IOperations _operations;
    private readonly BackwardScope _scope;
    private readonly ParameterGradients _gradients;
    private readonly BackwardPass _layers;
    private readonly GrowingBuffer _logits, _features;

    public PredictionPass(DecoderModel model, IOperations operations, ParameterSet parameters)
    {
        (_model, _operations) = (model, operations);
        _scope = new BackwardScope(model, parameters);
        _gradients = new ParameterGradients(operations, parameters, isSum: false);
        _layers = new BackwardPass(model, operations, _scope, _gradients);
        (_logits, _features) = (new(model.Device), new(model.Device));
    }

    /// <summary>The workspace for one prediction of the given reach, in float32 values.</summary>
    public static long ValuesPerPrediction(DecoderShape shape, int reach) => shape.VocabularySize + BackwardPass.ValuesPerPrediction(shape, reach);

    /// <summary>Writes the gradients of several predictions of one batch.</summary>
    /// <param name="forward">The forward pass that was run, with its activations.</param>
    /// <param name="tokens">[T]: its tokens.</param>
    /// <param name="predictions">One segment of one row a prediction; Saved is its row in the forward pass's result.</param>
    /// <param name="targets">[P]: the tokens predicted.</param>
    /// <param name="destination">Receives the gradients, predictions numbered as they are stacked.</param>
    /// <param name="cancellation">Stops between layers.</param>
    public void Run(
        ForwardPass forward, ReadOnlySpan<int> tokens, StackedRows predictions, ReadOnlySpan<int> targets, IGradientDestination destination,
        CancellationToken cancellation = default)
    {
        _gradients.Begin(destination);
        var logits = LogitGradients(forward, predictions, targets);
        var features = _features.Matrix(logits.RowCount, _model.Shape.EmbeddingSize);
        _operations.LinearInputGradient(logits, _model.Output.Weight, features);
        var (stream, embedded, rows) = _layers.Run(forward, predictions, features, cancellation);
        WriteOutput(forward, predictions, logits);
        if (_scope.EntersEmbeddings) WriteEmbeddings(forward, tokens, predictions, logits, rows, stream, embedded);
    }

    public void Dispose()
    {
        _layers.Dispose();
        foreach (var buffer in new[] { _logits, _features }) buffer.Dispose();
    }

    private DeviceMatrix LogitGradients(ForwardPass forward, StackedRows predictions, ReadOnlySpan<int> targets)
    {
        var (logits, output) = (_logits.Matrix(targets.Length, _model.Shape.VocabularySize), _model.Output);
        _operations.Linear(forward.Features.Rows(predictions[0].Saved, targets.Length), output.Weight, output.Bias, logits);
        _operations.CrossEntropyGradient(targets, output.Cap, scale: 1, logits, losses: default);
        return logits;
    }

    private void WriteOutput(ForwardPass forward, StackedRows predictions, DeviceMatrix logits)
    {
        var unembedding = _model.Weights.Unembedding;
        for (var i = 0; i < predictions.Count; i++)
        {
            var (logit, features) = (logits.Rows(i, 1), forward.Features.Rows(predictions[i].Saved, 1));
            if (!_model.Shape.TiedEmbeddings) _gradients.Write(unembedding.Weight, i, gradient => _operations.LinearWeightGradient(logit, features, gradient));
            _gradients.Write(unembedding.Bias, i, gradient => _operations.LinearBiasGradient(logit, gradient));
        }
    }

    private void WriteEmbeddings(
        ForwardPass forward, ReadOnlySpan<int> tokens, StackedRows predictions, DeviceMatrix logits, StackedRows rows, DeviceMatrix stream,
        DeviceMatrix embedded)
    {
        var (weights, shape) = (_model.Weights, _model.Shape);
        for (var i = 0; i < predictions.Count; i++)
        {
            var (own, count) = (rows.Slice(i, 1), rows[i].Count);
            var (inputs, position) = (tokens.Slice(rows[i].First, count).ToArray(), stream.Rows(rows.Offset(i), count));
            var (logit, features, gradients) = (logits.Rows(i, 1), forward.Features.Rows(predictions[i].Saved, 1), embedded.Rows(rows.Offset(i), count));
            _gradients.Write(weights.Embedding, i, gradient =>
            {
                if (shape.TiedEmbeddings) _operations.LinearWeightGradient(logit, features, gradient);
                else _operations.Clear(gradient);
                _operations.EmbedGradient(inputs, gradients, shape.EmbeddingScale, gradient);
            });
            _gradients.Write(weights.Positions, i, gradient =>
            {
                _operations.Clear(gradient);
                _operations.AddPositionsGradient(own, position, shape.PositionOffset, gradient);
            });
        }
    }
}
