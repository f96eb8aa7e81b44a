using Quanta.LanguageModels.Devices;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Sketches;

namespace Quanta.LanguageModels.Gradients;

/// <summary>Hands over the factors of weight gradients, where they lie or downloaded, and all other gradients as values.</summary>
internal sealed class FactorDestination : IGradientDestination, IDisposable
{
    private readonly IDevice _device;
    private readonly IFactorReceiver _receiver;
    private readonly ReceiverDestination _values;
    private Matrix _outputs = new(0, 0), _inputs = new(0, 0);

    public FactorDestination(IDevice device, ParameterSet parameters, IFactorReceiver receiver)
    {
        (_device, _receiver) = (device, receiver);
        _values = new ReceiverDestination(device, parameters.Where(parameter => !parameter.IsLinearWeight || !receiver.WantsFactors(parameter)), receiver.ReceiveValues);
    }

    public DeviceMatrix Reserve(int prediction, ParameterSlice slice) => _values.Reserve(prediction, slice);

    public void Complete(int prediction, ParameterSlice slice, DeviceMatrix gradient) => _values.Complete(prediction, slice, gradient);

    public bool TakeFactors(ParameterSlice weight, LinearFactors factors, Func<int, int> number)
    {
        if (!_receiver.WantsFactors(weight.Parameter)) return false;
        var rows = factors.Rows;
        var outputs = View(factors.OutputGradient, ref _outputs);
        var inputs = View(factors.Input.Rows(0, factors.InputRows), ref _inputs);
        var taken = new FactorRows[rows.Count];
        for (var i = 0; i < taken.Length; i++) taken[i] = new FactorRows(number(i), outputs.Rows(rows.Offset(i), rows[i].Count), rows[i].Saved);
        _receiver.ReceiveFactors(weight, taken, inputs);
        return true;
    }

    public void Dispose()
    {
        _values.Dispose();
        _outputs.Dispose();
        _inputs.Dispose();
        (_receiver as IDisposable)?.Dispose();
    }

    private unsafe MatrixView View(DeviceMatrix source, ref Matrix host)
    {
        if (_device.View(source) is { } view) return view;
        var length = checked((int)source.Length);
        if (host.Columns < length)
        {
            host.Dispose();
            host = new Matrix(1, length);
        }
        _device.Download(source, host.Row(0)[..length]);
        return new MatrixView(host.View.Data, source.RowCount, source.ColumnCount, source.ColumnCount, 1);
    }
}
