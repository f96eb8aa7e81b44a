using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Gradients;

namespace Quanta.LanguageModels.Decoders;

/// <summary>The backward pass between the output map and the embeddings, with its workspace: one a worker. It goes down as far as the wanted parameters ask for.</summary>
/// <remarks>Each prediction begins as one row, the position it is made at, or every row of a batch does, as in training. Through the last layer's MLP and attention output a row
/// stays one; its keys and values spread it over all earlier positions. The rows are stacked, so that passing a gradient through a linear map is one product for all of them, while
/// <see cref="ParameterGradients"/> makes of them the parameters' gradients, one for each prediction or their sum.
/// Legend: R gradient rows; E embedding size, H hidden, F feed-forward.</remarks>
internal sealed class BackwardPass(DecoderModel model, IOperations operations, BackwardScope scope, ParameterGradients gradients) : IDisposable
{
    private readonly DecoderShape _shape = model.Shape;
    private readonly GrowingBuffer _stream = new(model.Device), _nextStream = new(model.Device), _branch = new(model.Device), _wide = new(model.Device),
        _wideInput = new(model.Device), _mlpInput = new(model.Device), _context = new(model.Device), _projections = new(model.Device), _attentionInput = new(model.Device),
        _hidden = new(model.Device), _embedded = new(model.Device);

    /// <summary>The workspace for one prediction of the given reach, in float32 values.</summary>
    public static long ValuesPerPrediction(DecoderShape shape, int reach)
    {
        var narrow = 3L + (shape.Has(NormPlaces.AttentionOutput | NormPlaces.MlpOutput) ? 1 : 0) + (SharesNorm(shape) ? 1 : 0);
        return reach * (narrow * shape.HiddenSize + shape.ContextSize + shape.ProjectionSize + shape.FeedForwardSize + (shape.GatedMlp ? shape.ActivationInputSize : 0));
    }

    /// <summary>Both branches read what one norm gives.</summary>
    public static bool SharesNorm(DecoderShape shape) => shape.ParallelResidual && !shape.Has(NormPlaces.MlpInput);

    /// <summary>Passes gradients down.</summary>
    /// <param name="forward">The forward pass that was run, with its activations.</param>
    /// <param name="rows">The gradients' rows; Saved is their row in the forward pass's result.</param>
    /// <param name="features">[R, E]: the gradient of what the output map reads.</param>
    /// <param name="cancellation">Stops between layers.</param>
    /// <returns>The gradient of the stream below the lowest layer that was entered, its rows, and, where embeddings are wanted, the gradient of the embedding rows.</returns>
    public (DeviceMatrix Stream, DeviceMatrix Embedded, StackedRows Rows) Run(
        ForwardPass forward, StackedRows rows, DeviceMatrix features, CancellationToken cancellation)
    {
        var stream = ThroughFinalNorm(forward, rows, ThroughMap(model.Weights.UnembeddingMap, features, forward.Hidden, rows, _hidden));
        for (var layer = _shape.Layers - 1; layer >= 0 && scope.Enters(layer); layer--)
        {
            cancellation.ThrowIfCancellationRequested();
            stream = ThroughLayer(layer, forward.Layer(layer), rows, stream);
            rows = rows.ToReach();
        }
        var embedded = scope.EntersEmbeddings ? ThroughMap(model.Weights.EmbeddingMap, stream, forward.Embedded, rows, _embedded) : default;
        return (stream, embedded, rows);
    }

    public void Dispose()
    {
        foreach (var buffer in new[] { _stream, _nextStream, _branch, _wide, _wideInput, _mlpInput, _context, _projections, _attentionInput, _hidden, _embedded }) buffer.Dispose();
    }

    /// <summary>The gradient of what a map between stream and embeddings was applied to; the same where there is none.</summary>
    private DeviceMatrix ThroughMap(Parameter? map, DeviceMatrix outputGradient, DeviceMatrix input, StackedRows rows, GrowingBuffer buffer)
    {
        if (map is null) return outputGradient;
        gradients.Write(new LinearParameters(map, Bias: null), outputGradient, input, rows);
        var inputGradient = buffer.Matrix(outputGradient.RowCount, map.Values.ColumnCount);
        operations.LinearInputGradient(outputGradient, map.Values, inputGradient);
        return inputGradient;
    }

    private DeviceMatrix ThroughFinalNorm(ForwardPass forward, StackedRows rows, DeviceMatrix hidden)
    {
        var stream = _stream.Matrix(hidden.RowCount, hidden.ColumnCount);
        if (model.Weights.FinalNorm is not { } norm) operations.Copy(hidden, stream);
        else ThroughNorm(norm, hidden, new(forward.Output, forward.FinalStatistics), rows, stream, accumulate: false);
        return stream;
    }

    private DeviceMatrix ThroughLayer(int index, LayerActivations saved, StackedRows rows, DeviceMatrix stream)
    {
        var norms = model.Weights.Layers[index].Norms;
        if (norms.AfterMlp is { } afterMlp) ThroughNorm(afterMlp, stream, saved.AfterMlp, rows, stream, accumulate: false);
        var mlp = ThroughMlp(index, saved, rows, stream);
        if (!_shape.ParallelResidual) AddMlp(norms, saved, rows, mlp, stream);
        if (norms.AfterAttention is { } afterAttention && scope.EntersAttention(index)) ThroughNorm(afterAttention, stream, saved.AfterAttention, rows, stream, accumulate: false);
        var context = ThroughAttentionOutput(index, saved, rows, stream);
        if (_shape.ParallelResidual && !SharesNorm(_shape)) AddMlp(norms, saved, rows, mlp, stream);
        return context.Exists ? ThroughAttention(index, saved, rows, context, mlp, stream) : stream;
    }

    /// <summary>The gradient of the MLP's input; absent where nothing needs it.</summary>
    private DeviceMatrix ThroughMlp(int index, LayerActivations saved, StackedRows rows, DeviceMatrix stream)
    {
        var weights = model.Weights.Layers[index];
        var output = ThroughBranchNorm(weights.Norms.MlpOutput, saved.MlpOutput, rows, stream);
        gradients.Write(weights.Down, output, saved.Activated, rows);
        var wide = _wide.Matrix(rows.RowCount, _shape.FeedForwardSize);
        operations.LinearInputGradient(output, weights.Down.Weight.Values, wide);
        var wideInput = _shape.GatedMlp ? _wideInput.Matrix(rows.RowCount, _shape.ActivationInputSize) : wide;
        operations.ActivationGradient(saved.Slope, rows, wide, wideInput);
        gradients.Write(weights.Up, wideInput, saved.MlpInput, rows);
        if (!scope.CrossesMlp(index)) return default;
        var input = _mlpInput.Matrix(rows.RowCount, _shape.HiddenSize);
        operations.LinearInputGradient(wideInput, weights.Up.Weight.Values, input);
        if (weights.Norms.Mlp is { } norm) gradients.Write(norm, input, saved.Middle, rows);
        return input;
    }

    private void AddMlp(LayerNorms norms, LayerActivations saved, StackedRows rows, DeviceMatrix mlp, DeviceMatrix stream)
    {
        if (!mlp.Exists) return;
        if (norms.Mlp is null) operations.Add(mlp, stream);
        else operations.NormInputGradient(_shape.NormForm, mlp, saved.Middle.Input, saved.Middle.Statistics, norms.Mlp.Weight.Values, rows, stream, accumulate: true);
    }

    /// <summary>The gradient of what attention gathered; absent where nothing needs it.</summary>
    private DeviceMatrix ThroughAttentionOutput(int index, LayerActivations saved, StackedRows rows, DeviceMatrix stream)
    {
        if (!scope.EntersAttention(index)) return default;
        var weights = model.Weights.Layers[index];
        var output = ThroughBranchNorm(weights.Norms.AttentionOutput, saved.AttentionOutput, rows, stream);
        gradients.Write(weights.AttentionOutput, output, saved.Context, rows);
        if (!scope.EntersProjections(index)) return default;
        var context = _context.Matrix(rows.RowCount, _shape.ContextSize);
        operations.LinearInputGradient(output, weights.AttentionOutput.Weight.Values, context);
        return context;
    }

    private DeviceMatrix ThroughAttention(int index, LayerActivations saved, StackedRows rows, DeviceMatrix context, DeviceMatrix mlp, DeviceMatrix stream)
    {
        var (weights, reach, shape) = (model.Weights.Layers[index], rows.ToReach(), model.AttentionOf(index));
        var projections = _projections.Matrix(reach.RowCount, _shape.ProjectionSize);
        operations.AttentionGradient(context, saved.NormedProjections, shape, rows, saved.Context, saved.LogNormalisers, projections);
        if (model.HeadNormOf(index) is { } heads)
        {
            gradients.Write(weights.Norms, heads, shape, projections, saved, reach);
            operations.NormHeadsInputGradient(saved.Projections, shape, heads, saved.HeadStatistics, reach, projections);
        }
        gradients.Write(weights.Projections, projections, saved.AttentionInput, reach);
        if (!scope.CrossesProjections(index)) return stream;

        var shares = SharesNorm(_shape);
        var input = (shares ? _attentionInput : _mlpInput).Matrix(reach.RowCount, _shape.HiddenSize);
        operations.LinearInputGradient(projections, weights.Projections.Weight.Values, input);
        if (shares) operations.AddToReach(mlp, rows, input);
        return Spread(index, saved, rows, input, stream);
    }

    /// <summary>Adds the gradient of what attention reads to the stream's, which in the last layer grows from the rows of the predictions to all that they reach.</summary>
    private DeviceMatrix Spread(int index, LayerActivations saved, StackedRows rows, DeviceMatrix input, DeviceMatrix stream)
    {
        var (norm, reach, before) = (model.Weights.Layers[index].Norms.Attention, rows.ToReach(), new SavedNorm(saved.Input, saved.AttentionStatistics));
        if (norm is not null) gradients.Write(norm, input, before, reach);
        if (!scope.Crosses(index)) return stream;
        var grows = index == _shape.Layers - 1;
        var whole = grows ? _nextStream.Matrix(reach.RowCount, _shape.HiddenSize) : stream;
        if (norm is not null)
            operations.NormInputGradient(_shape.NormForm, input, before.Input, before.Statistics, norm.Weight.Values, reach, whole, accumulate: !grows);
        else if (grows) operations.Copy(input, whole);
        else operations.Add(input, whole);
        if (grows) operations.AddToReach(stream, rows, whole);
        return whole;
    }

    /// <summary>The gradient of a branch's last map, through its norm where it has one.</summary>
    private DeviceMatrix ThroughBranchNorm(NormParameters? norm, SavedNorm saved, StackedRows rows, DeviceMatrix stream)
    {
        if (norm is null) return stream;
        var branch = _branch.Matrix(stream.RowCount, stream.ColumnCount);
        ThroughNorm(norm, stream, saved, rows, branch, accumulate: false);
        return branch;
    }

    private void ThroughNorm(NormParameters norm, DeviceMatrix outputGradient, SavedNorm saved, StackedRows rows, DeviceMatrix inputGradient, bool accumulate)
    {
        gradients.Write(norm, outputGradient, saved, rows);
        operations.NormInputGradient(_shape.NormForm, outputGradient, saved.Input, saved.Statistics, norm.Weight.Values, rows, inputGradient, accumulate);
    }
}
