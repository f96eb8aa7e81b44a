using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Gradients;

namespace Quanta.LanguageModels.Training.Internals;

/// <summary>One worker's forward and backward pass for the gradient of a sum of losses over all parameters.</summary>
/// <remarks>Every row carries a loss, so a weight's gradient is one product over all rows. Logits exist for a block of rows at a time. Legend: T rows; E embedding size, H hidden,
/// V vocabulary.</remarks>
internal sealed class TrainingPass : IDisposable
{
    /// <summary>Rows whose logits exist at once: few enough for the cache, enough for an efficient product.</summary>
    private const int LogitRows = 512;

    private static readonly int[] Sum = [0];

    private readonly DecoderModel _model;
    private readonly IOperations _operations;
    private readonly ForwardPass _forward;
    private readonly ParameterGradients _gradients;
    private readonly BackwardPass _layers;
    private readonly GrowingBuffer _logits, _losses, _features, _bias;
    private float[] _hostLosses = [];

    public TrainingPass(DecoderModel model)
    {
        _model = model;
        _operations = model.Device.CreateOperations();
        _forward = new ForwardPass(model, _operations, Keep.Activations);
        var parameters = ParameterSet.All(model.Shape);
        _gradients = new ParameterGradients(model.Device, _operations, parameters, isSum: true);
        _layers = new BackwardPass(model, _operations, new BackwardScope(model, parameters), _gradients);
        GrowingBuffer Buffer() => new(model.Device);
        (_logits, _losses, _features, _bias) = (Buffer(), Buffer(), Buffer(), Buffer());
    }

    /// <summary>Writes the gradient of scale * (sum of the shard's losses) and returns that sum of losses, in nats.</summary>
    public double Run(TrainingShard shard, float scale, DecoderWeights gradients)
    {
        _gradients.Begin(new WeightsSink(gradients), Sum);
        _forward.Run(shard.Inputs, shard.Windows, shard.Windows);
        var loss = ThroughOutput(shard.Targets, scale, gradients);
        var features = _features.Matrix(shard.Windows.RowCount, _model.Shape.EmbeddingSize);
        var (stream, embedded, _) = _layers.Run(_forward, shard.Windows, features, CancellationToken.None);
        WriteEmbeddings(shard, stream, embedded, gradients);
        return loss;
    }

    public void Dispose()
    {
        foreach (var buffer in new[] { _logits, _losses, _features, _bias }) buffer.Dispose();
        _layers.Dispose();
        _gradients.Dispose();
        _forward.Dispose();
        _operations.Dispose();
    }

    /// <summary>From the losses to the gradient of what the output map reads, in <see cref="_features"/>.</summary>
    private double ThroughOutput(int[] targets, float scale, DecoderWeights gradients)
    {
        var (rows, output) = (targets.Length, _model.Output);
        var (features, losses) = (_features.Matrix(rows, _model.Shape.EmbeddingSize), _losses.Matrix(rows, 1));
        for (int first = 0, count; first < rows; first += count)
        {
            count = Math.Min(LogitRows, rows - first);
            var (logits, input) = (_logits.Matrix(count, _model.Shape.VocabularySize), _forward.Features.Rows(first, count));
            _operations.Linear(input, output.Weight, output.Bias, logits);
            _operations.CrossEntropyGradient(targets.AsSpan(first, count), output.Cap, scale, logits, losses.Rows(first, count));
            _operations.LinearInputGradient(logits, output.Weight, features.Rows(first, count));
            _operations.OfParameters.LinearWeight(
                logits, input, StackedRows.Documents([count]), DeviceMatrices.Of(gradients.Unembedding.Weight.Values), accumulate: first > 0);
            if (gradients.Unembedding.Bias is { } bias) AddBias(logits, bias.Values, isFirst: first == 0);
        }
        if (_hostLosses.Length != rows) _hostLosses = new float[rows];
        _model.Device.Download(losses, _hostLosses);
        return _hostLosses.Sum(loss => (double)loss);
    }

    private void AddBias(DeviceMatrix logits, DeviceMatrix sum, bool isFirst)
    {
        var part = isFirst ? sum : _bias.Matrix(1, sum.ColumnCount);
        _operations.OfParameters.Bias(logits, StackedRows.Documents([logits.RowCount]), DeviceMatrices.Of(part));
        if (!isFirst) _operations.Add(part, sum);
    }

    private void WriteEmbeddings(TrainingShard shard, DeviceMatrix stream, DeviceMatrix embedded, DecoderWeights gradients)
    {
        var shape = _model.Shape;
        if (!shape.TiedEmbeddings) _operations.Clear(gradients.Embedding.Values);
        var all = StackedRows.Documents([shard.Inputs.Length]);
        _operations.OfParameters.Embedding(shard.Inputs, embedded, shape.EmbeddingScale, all, DeviceMatrices.Of(gradients.Embedding.Values));
        if (gradients.Positions is not { } positions) return;
        _operations.Clear(positions.Values);
        var table = new DeviceMatrices(positions.Values.Buffer, positions.Values.Offset, stride: 0, new int[shard.Windows.Count], positions.Values.RowCount, shape.HiddenSize);
        _operations.OfParameters.Positions(stream, shape.PositionOffset, shard.Windows, table);
    }

    /// <summary>Puts each parameter's gradient where the weights of the same shape have theirs.</summary>
    private sealed class WeightsSink(DecoderWeights weights) : IGradientSink
    {
        public DeviceMatrices? Place(ReadOnlyMemory<int> predictions, ParameterSlice slice) => DeviceMatrices.Of(weights.Of(slice.Parameter));

        public void Take(ReadOnlyMemory<int> predictions, ParameterSlice slice, DeviceMatrices gradients)
        {
        }
    }
}
