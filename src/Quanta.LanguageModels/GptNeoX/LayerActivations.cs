using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.GptNeoX;

/// <summary>What one layer's forward pass leaves behind, which is also what its backward pass reads.</summary>
/// <remarks>Legend: T batch rows; Q kept rows (T but in the last layer, where only the rows somebody asked for go on after the keys and values);
/// H hidden, N heads, F feed-forward.</remarks>
internal sealed class LayerActivations(GptNeoXConfig config, IDevice device) : IDisposable
{
    private readonly GrowingBuffer[] _buffers = [.. Enumerable.Range(0, 11).Select(_ => new GrowingBuffer(device))];

    /// <summary>[T, H]: the layer's input.</summary>
    public DeviceMatrix Input { get; private set; }

    /// <summary>[T, H]: the input after its layer norm.</summary>
    public DeviceMatrix AttentionInput { get; private set; }

    /// <summary>[T, 2].</summary>
    public DeviceMatrix AttentionStatistics { get; private set; }

    /// <summary>[T, 3 H]: queries, keys and values.</summary>
    public DeviceMatrix Projections { get; private set; }

    /// <summary>[Q, H]: what attention gathered.</summary>
    public DeviceMatrix Context { get; private set; }

    /// <summary>[Q, N].</summary>
    public DeviceMatrix LogNormalisers { get; private set; }

    /// <summary>[Q, H]: what the MLP's layer norm reads.</summary>
    public DeviceMatrix Middle { get; private set; }

    /// <summary>[Q, H]: the same after the layer norm.</summary>
    public DeviceMatrix MlpInput { get; private set; }

    /// <summary>[Q, 2].</summary>
    public DeviceMatrix MlpStatistics { get; private set; }

    /// <summary>[Q, F]: after the activation function.</summary>
    public DeviceMatrix Activated { get; private set; }

    /// <summary>[Q, F]: the activation function's slope; before that, its input.</summary>
    public DeviceMatrix Slope { get; private set; }

    /// <summary>Float32 values that a layer keeps for each row.</summary>
    public static long ValuesPerRow(GptNeoXConfig config) => 8L * config.HiddenSize + 2L * config.FeedForwardSize + config.Heads + 4;

    /// <summary>Makes room for a batch.</summary>
    public void Prepare(int rows, int keptRows)
    {
        var (hidden, wide) = (config.HiddenSize, config.FeedForwardSize);
        Input = _buffers[0].Matrix(rows, hidden);
        AttentionInput = _buffers[1].Matrix(rows, hidden);
        AttentionStatistics = _buffers[2].Matrix(rows, 2);
        Projections = _buffers[3].Matrix(rows, 3 * hidden);
        Context = _buffers[4].Matrix(keptRows, hidden);
        LogNormalisers = _buffers[5].Matrix(keptRows, config.Heads);
        Middle = _buffers[6].Matrix(keptRows, hidden);
        MlpInput = _buffers[7].Matrix(keptRows, hidden);
        MlpStatistics = _buffers[8].Matrix(keptRows, 2);
        Activated = _buffers[9].Matrix(keptRows, wide);
        Slope = _buffers[10].Matrix(keptRows, wide);
    }

    public void Dispose()
    {
        foreach (var buffer in _buffers) buffer.Dispose();
    }
}
