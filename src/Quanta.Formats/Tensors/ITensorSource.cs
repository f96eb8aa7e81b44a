namespace Quanta.Formats.Tensors;

/// <summary>The tensors of a checkpoint by name, read one at a time when asked for.</summary>
/// <remarks>Reading is safe from several threads.</remarks>
public interface ITensorSource : IDisposable
{
    /// <summary>Every tensor, stray buffers included.</summary>
    IReadOnlyDictionary<string, TensorInfo> Tensors { get; }

    /// <summary>Reads a tensor of floating-point type, converted to float32 (float64 is rounded), in C order.</summary>
    /// <param name="name">A key of <see cref="Tensors"/>.</param>
    /// <param name="destination">As many values as the tensor has.</param>
    /// <exception cref="InvalidDataException">There is no such tensor, or it holds integers.</exception>
    /// <exception cref="ArgumentException">The destination has another size.</exception>
    void Read(string name, Span<float> destination);

    /// <summary>Reads a tensor of integer or bool type, in C order.</summary>
    /// <param name="name">A key of <see cref="Tensors"/>.</param>
    /// <param name="destination">As many values as the tensor has.</param>
    /// <exception cref="InvalidDataException">There is no such tensor, or it holds floating-point values, or an integer above 2^63.</exception>
    /// <exception cref="ArgumentException">The destination has another size.</exception>
    void Read(string name, Span<long> destination);
}
