using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.Decoders;

/// <summary>What one layer's forward pass leaves behind, which is also what its backward pass reads. Matrices of norms that the model does not have are absent.</summary>
/// <remarks>Legend: T batch rows; Q kept rows (T but in the last layer, where only the rows somebody asked for go on after the keys and values);
/// H hidden, N heads of queries, K of keys, D head size, F feed-forward.</remarks>
internal sealed class LayerActivations(DecoderShape shape, IDevice device) : IDisposable
{
    private readonly List<GrowingBuffer> _buffers = [];
    private int _used;

    /// <summary>[T, H]: the layer's input.</summary>
    public DeviceMatrix Input { get; private set; }

    /// <summary>[T, H]: what attention reads.</summary>
    public DeviceMatrix AttentionInput { get; private set; }

    /// <summary>[T, 2].</summary>
    public DeviceMatrix AttentionStatistics { get; private set; }

    /// <summary>[T, (N + 2 K) D]: queries, keys and values.</summary>
    public DeviceMatrix Projections { get; private set; }

    /// <summary>[T, (N + 2 K) D]: the same with queries and keys normalised; the projections themselves where they are not.</summary>
    public DeviceMatrix NormedProjections { get; private set; }

    /// <summary>[T, 2 (N + K)].</summary>
    public DeviceMatrix HeadStatistics { get; private set; }

    /// <summary>[Q, N D]: what attention gathered.</summary>
    public DeviceMatrix Context { get; private set; }

    /// <summary>[Q, N].</summary>
    public DeviceMatrix LogNormalisers { get; private set; }

    /// <summary>What the attention's output norm reads.</summary>
    public SavedNorm AttentionOutput { get; private set; }

    /// <summary>What the norm after attention reads.</summary>
    public SavedNorm AfterAttention { get; private set; }

    /// <summary>What the MLP's norm reads.</summary>
    public SavedNorm Middle { get; private set; }

    /// <summary>[Q, H]: what the MLP reads.</summary>
    public DeviceMatrix MlpInput { get; private set; }

    /// <summary>[Q, F]: after the activation function.</summary>
    public DeviceMatrix Activated { get; private set; }

    /// <summary>[Q, F or 2 F]: the activation function's slope; before that, its input.</summary>
    public DeviceMatrix Slope { get; private set; }

    /// <summary>What the MLP's output norm reads.</summary>
    public SavedNorm MlpOutput { get; private set; }

    /// <summary>What the norm after the MLP reads.</summary>
    public SavedNorm AfterMlp { get; private set; }

    /// <summary>Float32 values that a layer keeps for each row.</summary>
    public static long ValuesPerRow(DecoderShape shape)
    {
        var norms = new[] { NormPlaces.AttentionOutput, NormPlaces.AfterAttention, NormPlaces.MlpOutput, NormPlaces.AfterMlp }.Count(shape.Has);
        var projections = shape.QueryKeyNorm == QueryKeyNorm.None ? shape.ProjectionSize : 2L * (shape.ProjectionSize + shape.Heads + shape.KeyHeads);
        return (4L + norms) * shape.HiddenSize + projections + shape.ContextSize + shape.FeedForwardSize + shape.ActivationInputSize + shape.Heads + 4 + 2 * norms;
    }

    /// <summary>Makes room for a batch.</summary>
    public void Prepare(int rows, int keptRows)
    {
        _used = 0;
        var (hidden, norms) = (shape.HiddenSize, shape.QueryKeyNorm != QueryKeyNorm.None);
        Input = Matrix(rows, hidden);
        AttentionInput = Matrix(rows, hidden);
        AttentionStatistics = Matrix(rows, 2);
        Projections = Matrix(rows, shape.ProjectionSize);
        NormedProjections = norms ? Matrix(rows, shape.ProjectionSize) : Projections;
        HeadStatistics = norms ? Matrix(rows, 2 * (shape.Heads + shape.KeyHeads)) : default;
        Context = Matrix(keptRows, shape.ContextSize);
        LogNormalisers = Matrix(keptRows, shape.Heads);
        AttentionOutput = Saved(NormPlaces.AttentionOutput, keptRows);
        AfterAttention = Saved(NormPlaces.AfterAttention, keptRows);
        Middle = new(Matrix(keptRows, hidden), Matrix(keptRows, 2));
        MlpInput = Matrix(keptRows, hidden);
        Activated = Matrix(keptRows, shape.FeedForwardSize);
        Slope = Matrix(keptRows, shape.ActivationInputSize);
        MlpOutput = Saved(NormPlaces.MlpOutput, keptRows);
        AfterMlp = Saved(NormPlaces.AfterMlp, keptRows);
    }

    public void Dispose()
    {
        foreach (var buffer in _buffers) buffer.Dispose();
    }

    private SavedNorm Saved(NormPlaces place, int rows) => shape.Has(place) ? new(Matrix(rows, shape.HiddenSize), Matrix(rows, 2)) : default;

    private DeviceMatrix Matrix(int rows, int columns)
    {
        if (_used == _buffers.Count) _buffers.Add(new GrowingBuffer(device));
        return _buffers[_used++].Matrix(rows, columns);
    }
}

/// <summary>A norm's input and statistics.</summary>
/// <param name="Input">[Q, H].</param>
/// <param name="Statistics">[Q, 2].</param>
internal readonly record struct SavedNorm(DeviceMatrix Input, DeviceMatrix Statistics);
