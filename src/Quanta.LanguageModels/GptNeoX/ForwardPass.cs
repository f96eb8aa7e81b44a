using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.GptNeoX;

/// <summary>What a forward pass leaves behind beside its result.</summary>
internal enum Keep
{
    /// <summary>Nothing: the layers share one set of buffers.</summary>
    Nothing,

    /// <summary>Every layer's input, from which a backward pass computes the layer's activations again: a layer's memory instead of all layers', for a second
    /// forward pass, with the same bits.</summary>
    Inputs,

    /// <summary>Every layer's activations, for a backward pass.</summary>
    Activations,
}

/// <summary>The model's forward pass with its workspace: one a worker.</summary>
/// <remarks>A layer adds attention and MLP to the residual stream: x + A(norm x) + M(norm x) in parallel form, x' = x + A(norm x), x' + M(norm x') in sequence.
/// In the last layer only the wanted positions go on after keys and values.</remarks>
internal sealed class ForwardPass : IDisposable
{
    private readonly GptNeoXModel _model;
    private readonly GptNeoXConfig _config;
    private readonly IOperations _operations;
    private readonly Keep _keep;
    private readonly LayerActivations[] _layers;
    private readonly GrowingBuffer[] _inputs;
    private readonly GrowingBuffer _stream, _wantedStream, _hidden, _statistics;
    private StackedRows _documents = new(), _wanted = new();
    private int _present = -1;

    public ForwardPass(GptNeoXModel model, IOperations operations, Keep keep)
    {
        (_model, _config, _operations, _keep) = (model, model.Config, operations, keep);
        var device = model.Device;
        (_stream, _wantedStream, _hidden, _statistics) = (new(device), new(device), new(device), new(device));
        _layers = [.. Enumerable.Range(0, keep == Keep.Activations ? _config.Layers : 1).Select(_ => new LayerActivations(_config, device))];
        _inputs = [.. Enumerable.Range(0, keep == Keep.Inputs ? _config.Layers : 0).Select(_ => new GrowingBuffer(device))];
    }

    /// <summary>Float32 values that a forward pass over so many rows holds.</summary>
    public static long ValuesFor(GptNeoXConfig config, long rows, Keep keep)
    {
        var layers = keep == Keep.Activations ? config.Layers : 1;
        var inputs = keep == Keep.Inputs ? config.Layers : 0;
        return rows * (layers * LayerActivations.ValuesPerRow(config) + (inputs + 3L) * config.HiddenSize);
    }

    /// <summary>[wanted, H]: the last layer's output.</summary>
    public DeviceMatrix Output { get; private set; }

    /// <summary>[wanted, 2]: the final layer norm's statistics.</summary>
    public DeviceMatrix FinalStatistics { get; private set; }

    /// <summary>[wanted, H]: the output after the final layer norm, ready for the output map.</summary>
    public DeviceMatrix Hidden { get; private set; }

    /// <summary>The activations of a layer: kept, or computed again from its input, in the place of another layer's.</summary>
    public LayerActivations Layer(int layer)
    {
        if (_keep == Keep.Inputs && layer != _present) Restore(layer);
        return Slot(layer);
    }

    /// <summary>Runs a batch.</summary>
    /// <param name="tokens">[T]: the documents' tokens, stacked.</param>
    /// <param name="documents">The documents.</param>
    /// <param name="wanted">The positions whose result is wanted.</param>
    /// <param name="layerDone">Called after each layer with its index and the MLP's activations.</param>
    /// <param name="cancellation">Stops between layers.</param>
    public void Run(
        ReadOnlySpan<int> tokens, StackedRows documents, StackedRows wanted, Action<int, DeviceMatrix>? layerDone = null, CancellationToken cancellation = default)
    {
        (_documents, _wanted) = (documents, wanted);
        var stream = _stream.Matrix(tokens.Length, _config.HiddenSize);
        _operations.Embed(tokens, _model.Weights.Embedding.Values, stream);
        for (var layer = 0; layer < _config.Layers; layer++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_keep == Keep.Inputs) _operations.Copy(stream, _inputs[layer].Matrix(stream.RowCount, stream.ColumnCount));
            stream = RunLayer(layer, stream);
            layerDone?.Invoke(layer, Slot(layer).Activated);
        }
        Output = stream;
        Hidden = _hidden.Matrix(wanted.RowCount, _config.HiddenSize);
        FinalStatistics = _statistics.Matrix(wanted.RowCount, 2);
        Norm(_model.Weights.FinalNorm, Output, Hidden, FinalStatistics);
    }

    public void Dispose()
    {
        foreach (var layer in _layers) layer.Dispose();
        foreach (var input in _inputs) input.Dispose();
        _stream.Dispose();
        _wantedStream.Dispose();
        _hidden.Dispose();
        _statistics.Dispose();
    }

    private LayerActivations Slot(int layer) => _layers[_keep == Keep.Activations ? layer : 0];

    private void Restore(int layer)
    {
        var stream = _stream.Matrix(_documents.RowCount, _config.HiddenSize);
        _operations.Copy(_inputs[layer].Matrix(stream.RowCount, stream.ColumnCount), stream);
        RunLayer(layer, stream);
    }

    private DeviceMatrix RunLayer(int index, DeviceMatrix stream)
    {
        var chooses = index == _config.Layers - 1;
        var (weights, saved, kept) = (_model.Weights.Layers[index], Slot(index), chooses ? _wanted : _documents);
        _present = index;
        saved.Prepare(stream.RowCount, kept.RowCount);
        if (_keep != Keep.Nothing) _operations.Copy(stream, saved.Input);
        Norm(weights.AttentionNorm, stream, saved.AttentionInput, saved.AttentionStatistics);
        Linear(weights.Projections, saved.AttentionInput, saved.Projections);
        _operations.Attention(saved.Projections, _model.Attention, kept, saved.Context, saved.LogNormalisers);
        if (chooses) stream = Choose(stream, kept);
        if (_config.ParallelResidual) NormMlpInput(weights, stream, saved);
        Linear(weights.Dense, saved.Context, stream, accumulate: true);
        if (!_config.ParallelResidual) NormMlpInput(weights, stream, saved);
        Linear(weights.Up, saved.MlpInput, saved.Slope);
        _operations.Gelu(saved.Slope, _config.Activation, saved.Activated, _keep != Keep.Nothing ? saved.Slope : default);
        Linear(weights.Down, saved.Activated, stream, accumulate: true);
        return stream;
    }

    private DeviceMatrix Choose(DeviceMatrix stream, StackedRows wanted)
    {
        var chosen = _wantedStream.Matrix(wanted.RowCount, stream.ColumnCount);
        _operations.Gather(stream, wanted, chosen);
        return chosen;
    }

    private void NormMlpInput(LayerParameters weights, DeviceMatrix stream, LayerActivations saved)
    {
        if (_keep != Keep.Nothing) _operations.Copy(stream, saved.Middle);
        Norm(weights.MlpNorm, stream, saved.MlpInput, saved.MlpStatistics);
    }

    private void Norm(LayerNormParameters parameters, DeviceMatrix input, DeviceMatrix output, DeviceMatrix statistics) =>
        _operations.LayerNorm(input, parameters.Weight.Values, parameters.Bias.Values, _config.LayerNormEpsilon, output, statistics);

    private void Linear(LinearParameters parameters, DeviceMatrix input, DeviceMatrix output, bool accumulate = false) =>
        _operations.Linear(input, parameters.Weight.Values, parameters.BiasValues, output, accumulate);
}
