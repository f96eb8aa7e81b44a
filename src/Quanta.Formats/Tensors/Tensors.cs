using System.Diagnostics.CodeAnalysis;
using Quanta.Formats.Arrays;

namespace Quanta.Formats.Tensors;

/// <summary>The tensors of a checkpoint by name, read one at a time when asked for.</summary>
/// <remarks>Reading is safe from several threads.</remarks>
public interface ITensorSource : IDisposable
{
    /// <summary>Every tensor that can be read, stray buffers included.</summary>
    IReadOnlyDictionary<string, TensorInfo> Tensors { get; }

    /// <summary>Tensors of element types that cannot be read here, such as F8_E4M3: the type by name. They are not among <see cref="Tensors"/>.</summary>
    IReadOnlyDictionary<string, string> UnreadableTensors { get; }

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

/// <summary>What a checkpoint says of a tensor, checked against the file's size.</summary>
/// <param name="Name">Its name in the checkpoint.</param>
/// <param name="Type">Its element type in the file.</param>
/// <param name="Shape">The size of each axis; empty for a single value.</param>
public sealed record TensorInfo(string Name, TensorType Type, IReadOnlyList<long> Shape)
{
    /// <summary>The number of elements.</summary>
    public long Count => ArrayShape.Count([.. Shape]) ?? throw new InvalidOperationException($"The shape of '{Name}' is not valid.");

    public override string ToString() => $"{Name} {Type} {ArrayShape.Text([.. Shape])}";
}

/// <summary>The element types of tensors in checkpoints.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "These are the field's names of element types.")]
public enum TensorType
{
    Float64,
    Float32,
    Float16,
    BFloat16,
    Int64,
    Int32,
    Int16,
    Int8,
    UInt64,
    UInt32,
    UInt16,
    UInt8,

    /// <summary>One byte, 0 or 1.</summary>
    Bool,
}
