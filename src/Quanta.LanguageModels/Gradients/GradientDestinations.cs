using Quanta.LanguageModels.Devices;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Sketches;

namespace Quanta.LanguageModels.Gradients;

/// <summary>Where a backward pass writes the gradients it finishes, one parameter of one prediction at a time.</summary>
internal interface IGradientDestination
{
    /// <summary>The memory for a parameter's gradient, shaped as the parameter; until <see cref="Complete"/> no other is asked for.</summary>
    DeviceMatrix Reserve(int prediction, ParameterSlice slice);

    /// <summary>The reserved memory now holds the gradient.</summary>
    void Complete(int prediction, ParameterSlice slice, DeviceMatrix gradient);

    /// <summary>Takes the factors of a weight's gradients instead; false where the gradients themselves are wanted.</summary>
    /// <param name="weight">The weight of a linear map.</param>
    /// <param name="factors">The factors for each stacked prediction.</param>
    /// <param name="number">The prediction's number at its place in the stack.</param>
    bool TakeFactors(ParameterSlice weight, LinearFactors factors, Func<int, int> number) => false;
}

/// <summary>What the weight gradients of a linear map are products of, for several stacked predictions of one document.</summary>
/// <param name="OutputGradient">[R, outputs]: stacked as <paramref name="Rows"/> says.</param>
/// <param name="Input">[rows, inputs]: what the map was applied to; a segment's Saved is the row of its first position.</param>
/// <param name="Rows">One segment a prediction.</param>
internal sealed record LinearFactors(DeviceMatrix OutputGradient, DeviceMatrix Input, StackedRows Rows)
{
    /// <summary>The row after the last that a segment refers to.</summary>
    public int InputRows => Enumerable.Range(0, Rows.Count).Select(i => Rows[i].Saved + Rows[i].Count).DefaultIfEmpty().Max();
}

/// <summary>Gradients as rows of a matrix: computed in place where the device can, by way of a worker's scratch otherwise.</summary>
internal sealed class MatrixDestination(IDevice device, ParameterSet parameters, WideMatrix gradients, GradientWorker worker) : IGradientDestination, IDisposable
{
    private readonly DeviceBuffer? _shared = device.Wrap(gradients);

    public DeviceMatrix Reserve(int prediction, ParameterSlice slice)
    {
        var (rows, columns) = (slice.Parameter.RowCount, slice.Parameter.ColumnCount);
        return _shared is null ? worker.Scratch.Reserve(slice.Parameter) : _shared.View(prediction * parameters.Length + slice.Offset, rows, columns);
    }

    public void Complete(int prediction, ParameterSlice slice, DeviceMatrix gradient)
    {
        if (_shared is not null) return;
        var values = worker.Scratch.Values(slice.Parameter, gradient);
        values.CopyTo(gradients.Part(prediction, slice.Offset, values.Length));
    }

    public void Dispose() => _shared?.Dispose();
}

/// <summary>Gradients handed to a receiver as each parameter's is done; the memory for one parameter is all there is.</summary>
internal sealed class ReceiverDestination(GradientReceiver receiver, ParameterScratch scratch) : IGradientDestination, IDisposable
{
    public DeviceMatrix Reserve(int prediction, ParameterSlice slice) => scratch.Reserve(slice.Parameter);

    public void Complete(int prediction, ParameterSlice slice, DeviceMatrix gradient) =>
        receiver(prediction, slice.Offset, scratch.Values(slice.Parameter, gradient));

    public void Dispose()
    {
    }
}

/// <summary>Hands over the factors of weight gradients, where they lie or downloaded, and all other gradients as values.</summary>
internal sealed class FactorDestination(IDevice device, IFactorReceiver receiver, ParameterScratch scratch) : IGradientDestination, IDisposable
{
    private Matrix _outputs = new(0, 0), _inputs = new(0, 0);

    public DeviceMatrix Reserve(int prediction, ParameterSlice slice) => scratch.Reserve(slice.Parameter);

    public void Complete(int prediction, ParameterSlice slice, DeviceMatrix gradient) =>
        receiver.ReceiveValues(prediction, slice.Offset, scratch.Values(slice.Parameter, gradient));

    public bool TakeFactors(ParameterSlice weight, LinearFactors factors, Func<int, int> number)
    {
        if (!receiver.WantsFactors(weight.Parameter)) return false;
        var rows = factors.Rows;
        var outputs = View(factors.OutputGradient, ref _outputs);
        var inputs = View(factors.Input.Rows(0, factors.InputRows), ref _inputs);
        var taken = new FactorRows[rows.Count];
        for (var i = 0; i < taken.Length; i++) taken[i] = new FactorRows(number(i), outputs.Rows(rows.Offset(i), rows[i].Count), rows[i].Saved);
        receiver.ReceiveFactors(weight, taken, inputs);
        return true;
    }

    public void Dispose()
    {
        _outputs.Dispose();
        _inputs.Dispose();
        (receiver as IDisposable)?.Dispose();
    }

    private unsafe MatrixView View(DeviceMatrix source, ref Matrix host)
    {
        if (device.View(source) is { } view) return view;
        var length = checked((int)source.Length);
        if (host.Columns < length)
        {
            host.Dispose();
            host = new Matrix(1, length);
        }
        device.Download(source, host.Row(0)[..length]);
        return new MatrixView(host.Data, source.RowCount, source.ColumnCount, source.ColumnCount, 1);
    }
}
