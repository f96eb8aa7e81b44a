using Quanta.LanguageModels.Devices;
using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Gradients;

/// <summary>Gradients as rows of a matrix: computed in place where the device can, downloaded otherwise.</summary>
internal sealed class MatrixDestination(IDevice device, ParameterSet parameters, Matrix gradients) : IGradientDestination, IDisposable
{
    private readonly DeviceBuffer? _shared = device.Wrap(gradients);
    private readonly GrowingBuffer _scratch = new(device);

    public DeviceMatrix Reserve(int prediction, ParameterSlice slice)
    {
        var (rows, columns) = (slice.Parameter.RowCount, slice.Parameter.ColumnCount);
        return _shared is null ? _scratch.Matrix(rows, columns) : _shared.View(prediction * parameters.Length + slice.Offset, rows, columns);
    }

    public void Complete(int prediction, ParameterSlice slice, DeviceMatrix gradient)
    {
        if (_shared is null) device.Download(gradient, gradients.Row(prediction).Slice((int)slice.Offset, (int)slice.Parameter.Length));
    }

    public void Dispose()
    {
        _shared?.Dispose();
        _scratch.Dispose();
    }
}
