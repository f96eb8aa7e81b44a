using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Gradients;

namespace Quanta.LanguageModels.Interventions;

/// <summary>A model whose parameters can be moved along a direction, and put back bit for bit. While this is in use nobody else may rely on the model.</summary>
public sealed class MovableModel : IDisposable
{
    private readonly ParameterSet _parameters;
    private readonly DeviceVectors _start;
    private readonly IVectorOperations _operations;

    /// <param name="model">The model, its weights in float32.</param>
    /// <param name="parameters">Those that move.</param>
    /// <param name="threads">Threads.</param>
    public MovableModel(DecoderModel model, ParameterSet parameters, int threads)
    {
        (Model, _parameters) = (model, parameters);
        _start = new DeviceVectors(model.Device, 1, parameters.Length);
        _operations = model.Device.CreateVectorOperations(threads);
        _operations.Clear(_start.Range(0, 1));
        foreach (var slice in parameters.Slices) _operations.AddScaled(ValuesOf(slice), 1, Part(_start, slice));
    }

    public DecoderModel Model { get; }

    /// <summary>Puts the parameters at their start plus <paramref name="step"/> times a direction.</summary>
    /// <param name="direction">[1] of the parameters' length.</param>
    /// <param name="step">Within the range of float32.</param>
    public void MoveTo(DeviceVectors direction, double step)
    {
        Restore();
        foreach (var slice in _parameters.Slices) _operations.AddScaled(Part(direction, slice), step, ValuesOf(slice));
    }

    /// <summary>Puts the parameters back.</summary>
    public void Restore()
    {
        foreach (var slice in _parameters.Slices)
        {
            _operations.Clear(ValuesOf(slice));
            _operations.AddScaled(Part(_start, slice), 1, ValuesOf(slice));
        }
    }

    public void Dispose()
    {
        Restore();
        _operations.Dispose();
        _start.Dispose();
    }

    private VectorRange ValuesOf(ParameterSlice slice)
    {
        var values = Model.Weights.Of(slice.Parameter);
        return new VectorRange(values.Buffer, values.Offset, 1, values.Length);
    }

    private static VectorRange Part(DeviceVectors vector, ParameterSlice slice)
    {
        var whole = vector.Range(0, 1);
        return whole with { Offset = whole.Offset + slice.Offset, Length = slice.Parameter.Length };
    }
}

/// <summary>A model in which an attention head brings nothing to the stream (zero ablation), until this is disposed of.</summary>
public sealed class SilencedHead : IDisposable
{
    private readonly IDevice _device;
    private readonly DeviceMatrix _columns;
    private readonly float[] _values;

    /// <param name="model">The model, its weights in float32.</param>
    /// <param name="layer">0 the first.</param>
    /// <param name="head">0 the first, of the heads of queries.</param>
    /// <exception cref="ArgumentOutOfRangeException">The model has no such head.</exception>
    public SilencedHead(DecoderModel model, int layer, int head)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)layer, (uint)model.Shape.Layers, nameof(layer));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)head, (uint)model.Shape.Heads, nameof(head));
        (_device, _columns) = (model.Device, model.Weights.Layers[layer].AttentionOutput.Weight.Values);
        _values = new float[_columns.Length];
        _device.Download(_columns, _values);
        var (silenced, size) = ((float[])_values.Clone(), model.Shape.HeadSize);
        for (var row = 0; row < _columns.RowCount; row++) silenced.AsSpan(row * _columns.ColumnCount + head * size, size).Clear();
        _device.Upload(silenced, _columns);
    }

    public void Dispose() => _device.Upload(_values, _columns);
}
