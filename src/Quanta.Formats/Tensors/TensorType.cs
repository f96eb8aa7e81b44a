using System.Diagnostics.CodeAnalysis;

namespace Quanta.Formats.Tensors;

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
