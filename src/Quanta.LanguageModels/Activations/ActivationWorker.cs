using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Gradients;

namespace Quanta.LanguageModels.Activations;

/// <summary>One thread's workspace for activations: a forward pass a document.</summary>
internal sealed class ActivationWorker : IDisposable
{
    private readonly DecoderModel _model;
    private readonly IReadOnlyList<int> _layers;
    private readonly IOperations _operations;
    private readonly ForwardPass _forward;

    public ActivationWorker(DecoderModel model, IReadOnlyList<int> layers)
    {
        (_model, _layers) = (model, layers);
        _operations = model.Device.CreateOperations();
        _forward = new ForwardPass(model, _operations, Keep.Nothing);
    }

    public void Run(ReadOnlySpan<int> tokens, PredictionGroup group, DeviceVectors activations, CancellationToken cancellation)
    {
        var positions = group.Positions;
        var inputs = tokens[..group.TokenCount];
        var wanted = new StackedRows([.. positions.Select((position, i) => new RowSegment(0, position, 1, i))]);
        _forward.Run(inputs, StackedRows.Documents([inputs.Length]), wanted, (layer, activated) => Copy(group, layer, activated, activations), cancellation);
    }

    public void Dispose()
    {
        _forward.Dispose();
        _operations.Dispose();
    }

    /// <summary>In the last layer only the wanted rows exist.</summary>
    private void Copy(PredictionGroup group, int layer, DeviceMatrix activated, DeviceVectors activations)
    {
        for (var place = 0; place < _layers.Count; place++)
        {
            if (_layers[place] != layer) continue;
            var isLast = layer == _model.Shape.Layers - 1;
            for (var i = 0; i < group.Positions.Count; i++)
            {
                var row = activated.Rows(isLast ? i : group.Positions[i], 1);
                _operations.Copy(row, activations.Part(group.Numbers[i], (long)place * row.ColumnCount, row.ColumnCount));
            }
        }
    }
}
