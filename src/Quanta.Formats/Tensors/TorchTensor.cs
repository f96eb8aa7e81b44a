namespace Quanta.Formats.Tensors;

/// <summary>A tensor in a PyTorch file, read when asked for, while the file is open.</summary>
public sealed class TorchTensor
{
    internal TorchTensor(StoredTensor stored) => Stored = stored;

    public TensorType Type => Stored.Info.Type;

    /// <summary>The size of each axis; empty for a single value.</summary>
    public IReadOnlyList<long> Shape => Stored.Info.Shape;

    /// <summary>The number of elements.</summary>
    public long Count => Stored.Info.Count;

    internal StoredTensor Stored { get; }

    /// <summary>Reads a tensor of floating-point type as float32, in C order; see <see cref="ITensorSource"/>.</summary>
    public void Read(Span<float> destination) => Stored.Read(destination);

    /// <summary>Reads a tensor of integer or bool type, in C order; see <see cref="ITensorSource"/>.</summary>
    public void Read(Span<long> destination) => Stored.Read(destination);
}
