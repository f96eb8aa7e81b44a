using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Gradients;

/// <summary>One thread's workspace for gradients: a forward pass a document, then backward passes of as many predictions as memory allows.</summary>
internal sealed class GradientWorker : IDisposable
{
    private readonly DecoderModel _model;
    private readonly ParameterSet _parameters;
    private readonly IOperations _operations;
    private readonly ForwardPass _forward;
    private readonly PredictionPass _backward;
    private readonly TokenGradientsOptions _options;
    private ParameterScratch? _scratch;

    public GradientWorker(DecoderModel model, ParameterSet parameters, TokenGradientsOptions options)
    {
        (_model, _parameters, _options) = (model, parameters, options);
        _operations = model.Device.CreateOperations();
        _forward = new ForwardPass(model, _operations, KeptBy(options));
        _backward = new PredictionPass(model, _operations, parameters);
    }

    /// <summary>The activations of a document up to a position, and the backward pass of the prediction there.</summary>
    public static long WorkspaceBytes(DecoderShape shape, int position, TokenGradientsOptions options) =>
        sizeof(float) * (ForwardPass.ValuesFor(shape, position + 1L, KeptBy(options)) + PredictionPass.ValuesPerPrediction(shape, position + 1));

    /// <summary>Memory for one parameter's gradient on its way to a receiver; made when it is first needed, and kept.</summary>
    public ParameterScratch Scratch => _scratch ??= new ParameterScratch(_model.Device, _parameters);

    public void Run(ReadOnlySpan<int> tokens, PredictionGroup group, IGradientDestination destination, CancellationToken cancellation)
    {
        var positions = group.Positions;
        var inputs = tokens[..(positions[^1] + 1)];
        var predictions = new StackedRows([.. positions.Select((position, i) => new RowSegment(0, position, 1, i))]);
        var targets = new int[positions.Count];
        for (var i = 0; i < targets.Length; i++) targets[i] = tokens[positions[i] + 1];
        _forward.Run(inputs, StackedRows.Documents([inputs.Length]), predictions, cancellation: cancellation);
        for (int start = 0, count; start < positions.Count; start += count)
        {
            count = ChunkSize(inputs.Length, positions, start);
            var numbered = new Renumbered(destination, group.Numbers, start);
            _backward.Run(_forward, inputs, predictions.Slice(start, count), targets.AsSpan(start, count), numbered, cancellation);
        }
    }

    public void Dispose()
    {
        _backward.Dispose();
        _forward.Dispose();
        _operations.Dispose();
        _scratch?.Dispose();
    }

    private static Keep KeptBy(TokenGradientsOptions options) => options.Recompute ? Keep.Inputs : Keep.Activations;

    /// <summary>How many predictions from <paramref name="start"/> on go backward together: at least one.</summary>
    private int ChunkSize(int rows, IReadOnlyList<int> positions, int start)
    {
        var shape = _model.Shape;
        var free = _options.WorkspaceBytes / sizeof(float) - ForwardPass.ValuesFor(shape, rows, KeptBy(_options));
        var count = 0;
        while (start + count < positions.Count)
        {
            free -= PredictionPass.ValuesPerPrediction(shape, positions[start + count] + 1);
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

/// <summary>Memory for the gradient of one parameter, on the device and where the processor can read it: the same where the device computes in host memory.</summary>
internal sealed class ParameterScratch : IDisposable
{
    private readonly IDevice _device;
    private readonly WideMatrix _host;
    private readonly DeviceBuffer? _shared;
    private readonly GrowingBuffer _own;

    public ParameterScratch(IDevice device, ParameterSet parameters)
    {
        _device = device;
        _host = new WideMatrix(1, parameters.LargestLength);
        _shared = device.Wrap(_host);
        _own = new GrowingBuffer(device);
    }

    public DeviceMatrix Reserve(ParameterInfo parameter) =>
        _shared is null ? _own.Matrix(parameter.RowCount, parameter.ColumnCount) : _shared.View(0, parameter.RowCount, parameter.ColumnCount);

    public ReadOnlySpan<float> Values(ParameterInfo parameter, DeviceMatrix gradient)
    {
        var values = _host.Part(0, 0, checked((int)parameter.Length));
        if (_shared is null) _device.Download(gradient, values);
        return values;
    }

    public void Dispose()
    {
        _shared?.Dispose();
        _own.Dispose();
        _host.Dispose();
    }
}
