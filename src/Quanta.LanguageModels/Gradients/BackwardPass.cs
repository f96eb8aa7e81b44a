using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.GptNeoX;

namespace Quanta.LanguageModels.Gradients;

/// <summary>The model's backward pass for several predictions at once, with its workspace: one a worker.</summary>
/// <remarks>Each prediction starts from one row, the position it is made at. Through the last layer's MLP and attention output it stays one row; its keys and
/// values spread it over all earlier positions. The predictions' rows are stacked, so that passing a gradient through a linear map is one product for all of
/// them, while each prediction's weight gradient is a product of its own rows.
/// Legend: P predictions; R gradient rows; H hidden, F feed-forward, V vocabulary.</remarks>
internal sealed class BackwardPass : IDisposable
{
    private readonly GptNeoXModel _model;
    private readonly IOperations _operations;
    private readonly BackwardScope _scope;
    private readonly ParameterGradients _gradients;
    private readonly GrowingBuffer _logits, _hidden, _stream, _nextStream, _wide, _narrow, _context, _projections;

    public BackwardPass(GptNeoXModel model, IOperations operations, ParameterSet parameters)
    {
        (_model, _operations) = (model, operations);
        _scope = new BackwardScope(model, parameters);
        _gradients = new ParameterGradients(operations, parameters);
        GrowingBuffer Buffer() => new(model.Device);
        (_logits, _hidden, _stream, _nextStream) = (Buffer(), Buffer(), Buffer(), Buffer());
        (_wide, _narrow, _context, _projections) = (Buffer(), Buffer(), Buffer(), Buffer());
    }

    /// <summary>The workspace for one prediction of the given reach, in float32 values.</summary>
    public static long ValuesPerPrediction(GptNeoXConfig config, int reach) =>
        config.VocabularySize + reach * (7L * config.HiddenSize + config.FeedForwardSize);

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
        var stream = ThroughFinalNorm(forward, predictions, logits);
        var rows = predictions;
        for (var layer = _model.Config.Layers - 1; layer >= 0 && _scope.Enters(layer); layer--)
        {
            cancellation.ThrowIfCancellationRequested();
            stream = ThroughLayer(layer, forward.Layer(layer), rows, stream);
            rows = predictions.ToReach();
        }
        if (_scope.Embedding || _scope.Unembedding) WriteEmbeddings(forward, tokens, predictions, logits, rows, stream);
    }

    public void Dispose()
    {
        foreach (var buffer in new[] { _logits, _hidden, _stream, _nextStream, _wide, _narrow, _context, _projections }) buffer.Dispose();
    }

    private DeviceMatrix LogitGradients(ForwardPass forward, StackedRows predictions, ReadOnlySpan<int> targets)
    {
        var logits = _logits.Matrix(targets.Length, _model.Config.VocabularySize);
        _operations.Linear(forward.Hidden.Rows(predictions[0].Saved, targets.Length), _model.Weights.Unembedding.Values, default, logits);
        _operations.CrossEntropyGradient(targets, logits);
        return logits;
    }

    private DeviceMatrix ThroughFinalNorm(ForwardPass forward, StackedRows predictions, DeviceMatrix logits)
    {
        var hidden = _hidden.Matrix(logits.RowCount, _model.Config.HiddenSize);
        _operations.LinearInputGradient(logits, _model.Weights.Unembedding.Values, hidden);
        var norm = _model.Weights.FinalNorm;
        _gradients.Write(norm, hidden, forward.Output, forward.FinalStatistics, predictions);
        var stream = _stream.Matrix(hidden.RowCount, hidden.ColumnCount);
        _operations.LayerNormInputGradient(hidden, forward.Output, forward.FinalStatistics, norm.Weight.Values, predictions, stream, accumulate: false);
        return stream;
    }

    private DeviceMatrix ThroughLayer(int index, LayerActivations saved, StackedRows rows, DeviceMatrix stream)
    {
        var weights = _model.Weights.Layers[index];
        var mlp = ThroughMlp(index, saved, rows, stream);
        if (!_model.Config.ParallelResidual) AddMlp(weights, saved, rows, mlp, stream);
        var context = ThroughDense(index, saved, rows, stream);
        if (_model.Config.ParallelResidual) AddMlp(weights, saved, rows, mlp, stream);
        return context.Exists ? ThroughAttention(index, saved, rows, context, stream) : stream;
    }

    /// <summary>The gradient of the MLP's input; absent where nothing needs it.</summary>
    private DeviceMatrix ThroughMlp(int index, LayerActivations saved, StackedRows rows, DeviceMatrix stream)
    {
        var (weights, config) = (_model.Weights.Layers[index], _model.Config);
        _gradients.Write(weights.Down, stream, saved.Activated, rows);
        var wide = _wide.Matrix(rows.RowCount, config.FeedForwardSize);
        _operations.LinearInputGradient(stream, weights.Down.Weight.Values, wide);
        _operations.MultiplyBySaved(saved.Slope, rows, wide);
        _gradients.Write(weights.Up, wide, saved.MlpInput, rows);
        if (!_scope.CrossesMlp(index)) return default;
        var input = _narrow.Matrix(rows.RowCount, config.HiddenSize);
        _operations.LinearInputGradient(wide, weights.Up.Weight.Values, input);
        _gradients.Write(weights.MlpNorm, input, saved.Middle, saved.MlpStatistics, rows);
        return input;
    }

    private void AddMlp(LayerParameters weights, LayerActivations saved, StackedRows rows, DeviceMatrix mlp, DeviceMatrix stream)
    {
        if (mlp.Exists) _operations.LayerNormInputGradient(mlp, saved.Middle, saved.MlpStatistics, weights.MlpNorm.Weight.Values, rows, stream, accumulate: true);
    }

    /// <summary>The gradient of what attention gathered; absent where nothing needs it.</summary>
    private DeviceMatrix ThroughDense(int index, LayerActivations saved, StackedRows rows, DeviceMatrix stream)
    {
        var dense = _model.Weights.Layers[index].Dense;
        _gradients.Write(dense, stream, saved.Context, rows);
        if (!_scope.EntersProjections(index)) return default;
        var context = _context.Matrix(rows.RowCount, _model.Config.HiddenSize);
        _operations.LinearInputGradient(stream, dense.Weight.Values, context);
        return context;
    }

    private DeviceMatrix ThroughAttention(int index, LayerActivations saved, StackedRows rows, DeviceMatrix context, DeviceMatrix stream)
    {
        var (weights, reach, hidden) = (_model.Weights.Layers[index], rows.ToReach(), _model.Config.HiddenSize);
        var projections = _projections.Matrix(reach.RowCount, 3 * hidden);
        _operations.AttentionGradient(context, saved.Projections, _model.Attention, rows, saved.Context, saved.LogNormalisers, projections);
        _gradients.Write(weights.Projections, projections, saved.AttentionInput, reach);
        if (!_scope.CrossesProjections(index)) return stream;

        var input = _narrow.Matrix(reach.RowCount, hidden);
        _operations.LinearInputGradient(projections, weights.Projections.Weight.Values, input);
        _gradients.Write(weights.AttentionNorm, input, saved.Input, saved.AttentionStatistics, reach);
        if (!_scope.Crosses(index)) return stream;

        var norm = weights.AttentionNorm.Weight.Values;
        if (index < _model.Config.Layers - 1)
        {
            _operations.LayerNormInputGradient(input, saved.Input, saved.AttentionStatistics, norm, reach, stream, accumulate: true);
            return stream;
        }
        var spread = _nextStream.Matrix(reach.RowCount, hidden);
        _operations.LayerNormInputGradient(input, saved.Input, saved.AttentionStatistics, norm, reach, spread, accumulate: false);
        _operations.AddToReach(stream, rows, spread);
        return spread;
    }

    private void WriteEmbeddings(
        ForwardPass forward, ReadOnlySpan<int> tokens, StackedRows predictions, DeviceMatrix logits, StackedRows rows, DeviceMatrix stream)
    {
        var (weights, tied) = (_model.Weights, _model.Config.TiedEmbeddings);
        for (var i = 0; i < predictions.Count; i++)
        {
            var (logit, hidden) = (logits.Rows(i, 1), forward.Hidden.Rows(predictions[i].Saved, 1));
            if (!tied && _scope.Unembedding) _gradients.Write(weights.Unembedding, i, gradient => _operations.LinearWeightGradient(logit, hidden, gradient));
            if (!_scope.Embedding) continue;
            var inputs = tokens.Slice(rows[i].First, rows[i].Count).ToArray();
            var inputGradient = stream.Rows(rows.Offset(i), rows[i].Count);
            _gradients.Write(weights.Embedding, i, gradient =>
            {
                if (tied) _operations.LinearWeightGradient(logit, hidden, gradient);
                else _operations.Clear(gradient);
                _operations.EmbedGradient(inputs, inputGradient, gradient);
            });
        }
    }
}
