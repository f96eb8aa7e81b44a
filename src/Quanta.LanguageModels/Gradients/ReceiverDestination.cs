using Quanta.LanguageModels.Devices;
using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Gradients;

/// <summary>Gradients handed to a receiver as each parameter's is done; the memory for one parameter is all there is.</summary>
internal sealed class ReceiverDestination : IGradientDestination, IDisposable
{
    private readonly IDevice _device;
    private readonly GradientReceiver _receiver;
    private readonly Matrix _host;
    private readonly DeviceBuffer? _shared;
    private readonly GrowingBuffer _scratch;

    public ReceiverDestination(IDevice device, ParameterSet parameters, GradientReceiver receiver)
    {
        (_device, _receiver) = (device, receiver);
        _host = new Matrix(1, checked((int)parameters.Slices.Select(slice => slice.Parameter.Length).DefaultIfEmpty().Max()));
        _shared = device.Wrap(_host);
        _scratch = new GrowingBuffer(device);
    }

    public DeviceMatrix Reserve(int prediction, ParameterSlice slice)
    {
        var (rows, columns) = (slice.Parameter.RowCount, slice.Parameter.ColumnCount);
        return _shared is null ? _scratch.Matrix(rows, columns) : _shared.View(0, rows, columns);
    }

    public void Complete(int prediction, ParameterSlice slice, DeviceMatrix gradient)
    {
        var values = _host.Row(0)[..(int)slice.Parameter.Length];
        if (_shared is null) _device.Download(gradient, values);
        _receiver(prediction, slice.Offset, values);
    }

    public void Dispose()
    {
        _shared?.Dispose();
        _scratch.Dispose();
        _host.Dispose();
    }
}
