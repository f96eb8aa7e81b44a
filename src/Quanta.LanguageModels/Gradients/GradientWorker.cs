using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.GptNeoX;

namespace Quanta.LanguageModels.Gradients;

/// <summary>One thread's workspace for gradients: a forward pass a document, then backward passes of as many predictions as memory allows.</summary>
internal sealed class GradientWorker : IDisposable
{
    private readonly GptNeoXModel _model;
    private readonly IOperations _operations;
    private readonly ForwardPass _forward;
    private readonly BackwardPass _backward;
    private readonly IGradientDestination _destination;
    private readonly long _workspaceBytes;

    public GradientWorker(GptNeoXModel model, ParameterSet parameters, IGradientDestination destination, long workspaceBytes)
    {
        (_model, _destination, _workspaceBytes) = (model, destination, workspaceBytes);
        _operations = model.Device.CreateOperations();
        _forward = new ForwardPass(model, _operations, Keep.Activations);
        _backward = new BackwardPass(model, _operations, parameters);
    }

    /// <summary>The activations of a document up to a position, and the backward pass of the prediction there.</summary>
    public static long WorkspaceBytes(GptNeoXConfig config, int position) =>
        sizeof(float) * ((position + 1L) * config.Layers * LayerActivations.ValuesPerRow(config) + BackwardPass.ValuesPerPrediction(config, position + 1));

    public void Run(ReadOnlySpan<int> tokens, PredictionGroup group)
    {
        var positions = group.Positions;
        var inputs = tokens[..(positions[^1] + 1)];
        var predictions = new StackedRows([.. positions.Select((position, i) => new RowSegment(0, position, 1, i))]);
        var targets = new int[positions.Count];
        for (var i = 0; i < targets.Length; i++) targets[i] = tokens[positions[i] + 1];
        _forward.Run(inputs, StackedRows.Documents([inputs.Length]), predictions);
        for (int start = 0, count; start < positions.Count; start += count)
        {
            count = ChunkSize(inputs.Length, positions, start);
            _backward.Run(_forward, inputs, predictions.Slice(start, count), targets.AsSpan(start, count), new Renumbered(_destination, group.Numbers, start));
        }
    }

    public void Dispose()
    {
        _backward.Dispose();
        _forward.Dispose();
        _operations.Dispose();
        (_destination as IDisposable)?.Dispose();
    }

    /// <summary>How many predictions from <paramref name="start"/> on go backward together: at least one.</summary>
    private int ChunkSize(int rows, IReadOnlyList<int> positions, int start)
    {
        var config = _model.Config;
        var free = _workspaceBytes / sizeof(float) - rows * config.Layers * LayerActivations.ValuesPerRow(config);
        var count = 0;
        while (start + count < positions.Count)
        {
            free -= BackwardPass.ValuesPerPrediction(config, positions[start + count] + 1);
            if (free < 0 && count > 0) break;
            count++;
        }
        return count;
    }

    /// <summary>Translates a chunk's prediction numbers into those asked for.</summary>
    private sealed class Renumbered(IGradientDestination destination, IReadOnlyList<int> numbers, int start) : IGradientDestination
    {
        public DeviceMatrix Reserve(int prediction, ParameterSlice slice) => destination.Reserve(numbers[start + prediction], slice);

        public void Complete(int prediction, ParameterSlice slice, DeviceMatrix gradient) => destination.Complete(numbers[start + prediction], slice, gradient);

        public bool TakeFactors(ParameterSlice weight, LinearFactors factors, Func<int, int> number) =>
            destination.TakeFactors(weight, factors, i => numbers[start + number(i)]);
    }
}
