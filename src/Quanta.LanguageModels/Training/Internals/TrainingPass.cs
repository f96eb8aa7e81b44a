using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.GptNeoX;

namespace Quanta.LanguageModels.Training.Internals;

/// <summary>One worker's forward and backward pass for the gradient of a sum of losses over all parameters.</summary>
/// <remarks>Unlike the per-prediction backward pass (<see cref="Gradients.BackwardPass"/>), every row carries a loss, so a weight's gradient is one product over all rows.
/// Logits exist for a block of rows at a time. Legend: T rows; H hidden, F feed-forward, V vocabulary.</remarks>
internal sealed class TrainingPass : IDisposable
{
    /// <summary>Rows whose logits exist at once: few enough for the cache, enough for an efficient product.</summary>
    private const int LogitRows = 512;

    private readonly GptNeoXModel _model;
    private readonly IOperations _operations;
    private readonly ForwardPass _forward;
    private readonly GrowingBuffer _logits, _losses, _hidden, _stream, _wide, _narrow, _context, _projections;
    private float[] _hostLosses = [];

    public TrainingPass(GptNeoXModel model)
    {
        _model = model;
        _operations = model.Device.CreateOperations();
        _forward = new ForwardPass(model, _operations, Keep.Activations);
        GrowingBuffer Buffer() => new(model.Device);
        (_logits, _losses, _hidden, _stream) = (Buffer(), Buffer(), Buffer(), Buffer());
        (_wide, _narrow, _context, _projections) = (Buffer(), Buffer(), Buffer(), Buffer());
    }

    /// <summary>Writes the gradient of scale * (sum of the shard's losses) and returns that sum of losses, in nats.</summary>
    public double Run(TrainingShard shard, float scale, GptNeoXWeights gradients)
    {
        _forward.Run(shard.Inputs, shard.Windows, shard.Windows);
        var loss = ThroughOutput(shard.Targets, scale, gradients);
        var stream = ThroughFinalNorm(shard.Windows, gradients);
        for (var layer = _model.Config.Layers - 1; layer >= 0; layer--) ThroughLayer(layer, shard.Windows, stream, gradients.Layers[layer]);
        if (!_model.Config.TiedEmbeddings) _operations.Clear(gradients.Embedding.Values);
        _operations.EmbedGradient(shard.Inputs, stream, gradients.Embedding.Values);
        return loss;
    }

    public void Dispose()
    {
        foreach (var buffer in new[] { _logits, _losses, _hidden, _stream, _wide, _narrow, _context, _projections }) buffer.Dispose();
        _forward.Dispose();
        _operations.Dispose();
    }

    /// <summary>From the losses to the gradient of the final norm's output, in <see cref="_hidden"/>.</summary>
    private double ThroughOutput(int[] targets, float scale, GptNeoXWeights gradients)
    {
        var (rows, unembedding) = (targets.Length, _model.Weights.Unembedding.Values);
        var (hidden, losses) = (_hidden.Matrix(rows, _model.Config.HiddenSize), _losses.Matrix(rows, 1));
        for (int first = 0, count; first < rows; first += count)
        {
            count = Math.Min(LogitRows, rows - first);
            var (logits, output) = (_logits.Matrix(count, _model.Config.VocabularySize), _forward.Hidden.Rows(first, count));
            _operations.Linear(output, unembedding, default, logits);
            _operations.CrossEntropyWithGradient(targets.AsSpan(first, count), scale, logits, losses.Rows(first, count));
            _operations.LinearInputGradient(logits, unembedding, hidden.Rows(first, count));
            _operations.LinearWeightGradient(logits, output, gradients.Unembedding.Values, accumulate: first > 0);
        }
        if (_hostLosses.Length != rows) _hostLosses = new float[rows];
        _model.Device.Download(losses, _hostLosses);
        return _hostLosses.Sum(loss => (double)loss);
    }

    private DeviceMatrix ThroughFinalNorm(StackedRows rows, GptNeoXWeights gradients)
    {
        var hidden = _hidden.Matrix(rows.RowCount, _model.Config.HiddenSize);
        var stream = _stream.Matrix(rows.RowCount, _model.Config.HiddenSize);
        ThroughNorm(_model.Weights.FinalNorm, gradients.FinalNorm, hidden, _forward.Output, _forward.FinalStatistics, rows, stream, accumulate: false);
        return stream;
    }

    /// <summary>Turns the gradient of the layer's output, <paramref name="stream"/>, into that of its input.</summary>
    private void ThroughLayer(int index, StackedRows rows, DeviceMatrix stream, LayerParameters gradients)
    {
        var (weights, saved, config) = (_model.Weights.Layers[index], _forward.Layer(index), _model.Config);
        var wide = _wide.Matrix(rows.RowCount, config.FeedForwardSize);
        ThroughLinear(weights.Down, gradients.Down, stream, saved.Activated, wide);
        _operations.MultiplyBySaved(saved.Slope, rows, wide);
        var narrow = _narrow.Matrix(rows.RowCount, config.HiddenSize);
        ThroughLinear(weights.Up, gradients.Up, wide, saved.MlpInput, narrow);
        if (!config.ParallelResidual) AddMlp();

        var (context, projections) = (_context.Matrix(rows.RowCount, config.HiddenSize), _projections.Matrix(rows.RowCount, 3 * config.HiddenSize));
        ThroughLinear(weights.Dense, gradients.Dense, stream, saved.Context, context);
        if (config.ParallelResidual) AddMlp();

        _operations.AttentionGradient(context, saved.Projections, _model.Attention, rows, saved.Context, saved.LogNormalisers, projections);
        ThroughLinear(weights.Projections, gradients.Projections, projections, saved.AttentionInput, narrow);
        ThroughNorm(weights.AttentionNorm, gradients.AttentionNorm, narrow, saved.Input, saved.AttentionStatistics, rows, stream, accumulate: true);

        void AddMlp() => ThroughNorm(weights.MlpNorm, gradients.MlpNorm, narrow, saved.Middle, saved.MlpStatistics, rows, stream, accumulate: true);
    }

    private void ThroughLinear(LinearParameters weights, LinearParameters gradients, DeviceMatrix outputGradient, DeviceMatrix input, DeviceMatrix inputGradient)
    {
        _operations.LinearWeightGradient(outputGradient, input, gradients.Weight.Values);
        if (gradients.Bias is { } bias) _operations.LinearBiasGradient(outputGradient, bias.Values);
        _operations.LinearInputGradient(outputGradient, weights.Weight.Values, inputGradient);
    }

    private void ThroughNorm(
        LayerNormParameters weights, LayerNormParameters gradients, DeviceMatrix outputGradient, DeviceMatrix input, DeviceMatrix statistics, StackedRows rows,
        DeviceMatrix inputGradient, bool accumulate)
    {
        _operations.LayerNormParameterGradient(outputGradient, input, statistics, gradients.Weight.Values, gradients.Bias.Values);
        _operations.LayerNormInputGradient(outputGradient, input, statistics, weights.Weight.Values, rows, inputGradient, accumulate);
    }
}
