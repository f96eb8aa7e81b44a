using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.Numerics.Random;

namespace Quanta.LanguageModels.Tests.Devices;

/// <summary>Matrices on one device for one test, filled alike on every device.</summary>
internal sealed class Sandbox(IDevice device) : IDisposable
{
    private readonly List<DeviceBuffer> _buffers = [];
    private ulong _stream;

    public IDevice Device { get; } = device;

    public IOperations Operations { get; } = device.CreateOperations();

    /// <summary>A new matrix of standard normal numbers, times <paramref name="scale"/>, plus <paramref name="shift"/>.</summary>
    public DeviceMatrix Random(int rows, int columns, float scale = 1, float shift = 0)
    {
        var random = new Philox(7, _stream++);
        var values = new float[rows * columns];
        foreach (ref var value in values.AsSpan()) value = shift + scale * (float)random.NextGaussian();
        return Of(rows, columns, values);
    }

    /// <summary>A new matrix for a result; NaN until written.</summary>
    public DeviceMatrix Empty(int rows, int columns) => Of(rows, columns, [.. Enumerable.Repeat(float.NaN, rows * columns)]);

    public DeviceMatrix Of(int rows, int columns, float[] values)
    {
        var buffer = Device.Allocate(values.Length);
        _buffers.Add(buffer);
        var matrix = buffer.View(0, rows, columns);
        Device.Upload(values, matrix);
        return matrix;
    }

    public float[] Values(DeviceMatrix matrix)
    {
        var values = new float[matrix.Length];
        Device.Download(matrix, values);
        return values;
    }

    /// <summary>The shape of an attention with rotation angles as a model has them.</summary>
    public AttentionShape Attention(int heads, int headSize, int rotaryDimensions, int positions = 300, int? keyHeads = null) =>
        new(heads, keyHeads ?? heads, headSize, rotaryDimensions, Of(positions, rotaryDimensions, RotaryTable.Compute(positions, rotaryDimensions, 10_000)));

    public void Dispose()
    {
        Operations.Dispose();
        foreach (var buffer in _buffers) buffer.Dispose();
    }
}
