using Quanta.Formats.Arrays;

namespace Quanta.Formats.Tensors;

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
