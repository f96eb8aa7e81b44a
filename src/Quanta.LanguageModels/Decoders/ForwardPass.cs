using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.Decoders;

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

/// <summary>The model's forward pass with its workspace: one a worker. In the last layer only the wanted positions go on after keys and values.</summary>
internal sealed class ForwardPass : IDisposable
{
    private readonly DecoderModel _model;
    private readonly DecoderShape _shape;
    private readonly IOperations _operations;
    private readonly Keep _keep;
    private readonly LayerActivations[] _layers;
    private readonly GrowingBuffer[] _inputs;
    private readonly GrowingBuffer _embedded, _stream, _wantedStream, _branch, _hidden, _statistics, _features;
    private StackedRows _documents = new(), _wanted = new();
    private int _present = -1;

    public ForwardPass(DecoderModel model, IOperations operations, Keep keep)
    {
        (_model, _shape, _operations, _keep) = (model, model.Shape, operations, keep);
        var device = model.Device;
        (_embedded, _stream, _wantedStream, _branch) = (new(device), new(device), new(device), new(device));
        (_hidden, _statistics, _features) = (new(device), new(device), new(device));
        _layers = [.. Enumerable.Range(0, keep == Keep.Activations ? _shape.Layers : 1).Select(_ => new LayerActivations(_shape, device))];
        _inputs = [.. Enumerable.Range(0, keep == Keep.Inputs ? _shape.Layers : 0).Select(_ => new GrowingBuffer(device))];
    }

    /// <summary>Float32 values that a forward pass over so many rows holds.</summary>
    public static long ValuesFor(DecoderShape shape, long rows, Keep keep)
    {
        var layers = keep == Keep.Activations ? shape.Layers : 1;
        var inputs = keep == Keep.Inputs ? shape.Layers : 0;
        return rows * (layers * LayerActivations.ValuesPerRow(shape) + (inputs + 3L) * shape.HiddenSize + BesidesPerRow(shape));
    }

    /// <summary>Embeddings and features of another size than the stream's, and branches on their way through a norm.</summary>
    private static long BesidesPerRow(DecoderShape shape) =>
        (shape.EmbeddingSize == shape.HiddenSize ? 0 : 2L * shape.EmbeddingSize) + (shape.Has(NormPlaces.AttentionOutput | NormPlaces.MlpOutput) ? 2L * shape.HiddenSize : 0);

    /// <summary>[wanted, H]: the last layer's output.</summary>
    public DeviceMatrix Output { get; private set; }

    /// <summary>[wanted, 2]: the final norm's statistics.</summary>
    public DeviceMatrix FinalStatistics { get; private set; }

    /// <summary>[wanted, H]: the output after the final norm.</summary>
    public DeviceMatrix Hidden { get; private set; }

    /// <summary>[wanted, E]: what the output map reads.</summary>
    public DeviceMatrix Features { get; private set; }

    /// <summary>[T, E]: embedding rows before they are mapped to the stream; absent where they are the stream.</summary>
    public DeviceMatrix Embedded { get; private set; }

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
    /// <param name="layerDone">Called after each layer with its index and what it holds.</param>
    /// <param name="cancellation">Stops between layers.</param>
    public void Run(
        ReadOnlySpan<int> tokens, StackedRows documents, StackedRows wanted, Action<int, LayerActivations>? layerDone = null, CancellationToken cancellation = default)
    {
        (_documents, _wanted) = (documents, wanted);
        for (var d = 0; d < documents.Count; d++) _model.MakeRoomFor(documents[d].Reach);
        var stream = _stream.Matrix(tokens.Length, _shape.HiddenSize);
        Embed(tokens, stream);
        for (var layer = 0; layer < _shape.Layers; layer++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_keep == Keep.Inputs) _operations.Copy(stream, _inputs[layer].Matrix(stream.RowCount, stream.ColumnCount));
            stream = RunLayer(layer, stream);
            layerDone?.Invoke(layer, Slot(layer));
        }
        Finish(stream);
    }

    public void Dispose()
    {
        foreach (var layer in _layers) layer.Dispose();
        foreach (var input in _inputs) input.Dispose();
        foreach (var buffer in new[] { _embedded, _stream, _wantedStream, _branch, _hidden, _statistics, _features }) buffer.Dispose();
    }

    private LayerActivations Slot(int layer) => _layers[_keep == Keep.Activations ? layer : 0];

    private void Restore(int layer)
    {
        var stream = _stream.Matrix(_documents.RowCount, _shape.HiddenSize);
        _operations.Copy(_inputs[layer].Matrix(stream.RowCount, stream.ColumnCount), stream);
        RunLayer(layer, stream);
    }

    private void Embed(ReadOnlySpan<int> tokens, DeviceMatrix stream)
    {
        var weights = _model.Weights;
        Embedded = weights.EmbeddingMap is null ? default : _embedded.Matrix(tokens.Length, _shape.EmbeddingSize);
        _operations.Embed(tokens, weights.Embedding.Values, _shape.EmbeddingScale, Embedded.Exists ? Embedded : stream);
        if (weights.EmbeddingMap is { } map) _operations.Linear(Embedded, map.Values, default, stream);
        if (weights.Positions is { } positions) _operations.AddPositions(_documents, positions.Values, _shape.PositionOffset, stream);
    }

    private void Finish(DeviceMatrix stream)
    {
        var weights = _model.Weights;
        Output = stream;
        Hidden = weights.FinalNorm is null ? Output : _hidden.Matrix(stream.RowCount, _shape.HiddenSize);
        FinalStatistics = _statistics.Matrix(stream.RowCount, 2);
        if (weights.FinalNorm is { } norm) Norm(norm, Output, Hidden, FinalStatistics);
        Features = weights.UnembeddingMap is null ? Hidden : _features.Matrix(stream.RowCount, _shape.EmbeddingSize);
        if (weights.UnembeddingMap is { } map) _operations.Linear(Hidden, map.Values, default, Features);
    }

    private DeviceMatrix RunLayer(int index, DeviceMatrix stream)
    {
        var chooses = index == _shape.Layers - 1;
        var (weights, saved, kept) = (_model.Weights.Layers[index], Slot(index), chooses ? _wanted : _documents);
        var norms = weights.Norms;
        _present = index;
        saved.Prepare(stream.RowCount, kept.RowCount);
        if (_keep != Keep.Nothing) _operations.Copy(stream, saved.Input);
        NormOrCopy(norms.Attention, stream, saved.AttentionInput, saved.AttentionStatistics);
        Linear(weights.Projections, saved.AttentionInput, saved.Projections);
        var attention = _model.AttentionOf(index);
        if (_model.HeadNormOf(index) is { } heads) _operations.NormHeads(saved.Projections, attention, heads, saved.NormedProjections, saved.HeadStatistics);
        _operations.Attention(saved.NormedProjections, attention, kept, saved.Context, saved.LogNormalisers);
        if (chooses) stream = Choose(stream, kept);
        if (_shape.ParallelResidual) PrepareMlpInput(norms, stream, saved, kept);
        AddBranch(weights.AttentionOutput, saved.Context, norms.AttentionOutput, saved.AttentionOutput, stream);
        NormInPlace(norms.AfterAttention, stream, saved.AfterAttention);
        if (!_shape.ParallelResidual) PrepareMlpInput(norms, stream, saved, kept);
        Linear(weights.Up, saved.MlpInput, saved.Slope);
        _operations.Activate(_shape.Activation, saved.Slope, saved.Activated, _keep != Keep.Nothing ? saved.Slope : default);
        AddBranch(weights.Down, saved.Activated, norms.MlpOutput, saved.MlpOutput, stream);
        NormInPlace(norms.AfterMlp, stream, saved.AfterMlp);
        return stream;
    }

    private DeviceMatrix Choose(DeviceMatrix stream, StackedRows wanted)
    {
        var chosen = _wantedStream.Matrix(wanted.RowCount, stream.ColumnCount);
        _operations.Gather(stream, wanted, chosen);
        return chosen;
    }

    /// <summary>In parallel without a norm of its own the MLP reads what attention reads.</summary>
    private void PrepareMlpInput(LayerNorms norms, DeviceMatrix stream, LayerActivations saved, StackedRows kept)
    {
        if (_shape.ParallelResidual && norms.Mlp is null)
        {
            _operations.Gather(saved.AttentionInput, kept, saved.MlpInput);
            return;
        }
        if (_keep != Keep.Nothing && norms.Mlp is not null) _operations.Copy(stream, saved.Middle.Input);
        NormOrCopy(norms.Mlp, stream, saved.MlpInput, saved.Middle.Statistics);
    }

    private void NormOrCopy(NormParameters? parameters, DeviceMatrix input, DeviceMatrix output, DeviceMatrix statistics)
    {
        if (parameters is null) _operations.Copy(input, output);
        else Norm(parameters, input, output, statistics);
    }

    private void NormInPlace(NormParameters? parameters, DeviceMatrix stream, SavedNorm saved)
    {
        if (parameters is null) return;
        _operations.Copy(stream, saved.Input);
        Norm(parameters, saved.Input, stream, saved.Statistics);
    }

    /// <summary>stream += the branch's last map, normalised where there is a norm for it.</summary>
    private void AddBranch(LinearParameters map, DeviceMatrix input, NormParameters? norm, SavedNorm saved, DeviceMatrix stream)
    {
        if (norm is null)
        {
            Linear(map, input, stream, accumulate: true);
            return;
        }
        var branch = _branch.Matrix(stream.RowCount, stream.ColumnCount);
        Linear(map, input, saved.Input);
        Norm(norm, saved.Input, branch, saved.Statistics);
        _operations.Add(branch, stream);
    }

    private void Norm(NormParameters parameters, DeviceMatrix input, DeviceMatrix output, DeviceMatrix statistics) =>
        _operations.Norm(_shape.NormForm, input, parameters.Weight.Values, parameters.BiasValues, _shape.NormEpsilon, output, statistics);

    private void Linear(LinearParameters parameters, DeviceMatrix input, DeviceMatrix output, bool accumulate = false) =>
        _operations.Linear(input, parameters.Weight.Values, parameters.BiasValues, output, accumulate);
}
