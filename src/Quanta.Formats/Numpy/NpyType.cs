using System.Diagnostics.CodeAnalysis;

namespace Quanta.Formats.Numpy;

/// <summary>The element types of .npy files that are read and written, little-endian.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "These are the field's names of element types.")]
public enum NpyType
{
    Float16,
    Float32,
    Float64,
    Int32,
    Int64,
    UInt8,
    UInt16,
    UInt32,
    Int8,
    Int16,
    UInt64,

    /// <summary>One byte, 0 or 1.</summary>
    Bool,
}
