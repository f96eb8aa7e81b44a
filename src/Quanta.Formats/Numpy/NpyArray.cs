using Quanta.Formats.Files;

namespace Quanta.Formats.Numpy;

/// <summary>An array in memory, in C order.</summary>
public sealed class NpyArray : NpyValues
{
    private readonly ArrayBytes _bytes;

    /// <param name="name">What messages call it.</param>
    /// <param name="type">The element type.</param>
    /// <param name="shape">Its product times the element size is the length of <paramref name="elements"/> in bytes.</param>
    /// <param name="elements">The elements, or their bytes; not copied.</param>
    internal NpyArray(string name, NpyType type, long[] shape, Array elements)
        : base(type, fortranOrder: false, shape) => _bytes = new ArrayBytes(name, elements);

    private protected override ByteSource Source => _bytes;

    private protected override long DataOffset => 0;

    /// <summary>An array of the given values, which are copied.</summary>
    /// <exception cref="ArgumentException">The shape does not hold that many values, or .npy files have no such type.</exception>
    public static NpyArray Of<T>(ReadOnlySpan<T> values, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        NpyShape.Check(values.Length, shape);
        return new NpyArray("the array", NpyTypes.Of<T>(), shape.ToArray(), values.ToArray());
    }

    /// <summary>The elements in their own type, [Count] in C order, without a copy.</summary>
    /// <exception cref="InvalidDataException">The array holds another type.</exception>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged
    {
        if (NpyTypes.Of<T>() != Type) throw Source.Bad($"it holds {Type} values, but {NpyTypes.Of<T>()} is required.");
        return Source.Span<T>(0, (int)Count);
    }

    internal static NpyArray Load(ByteSource file)
    {
        var header = NpyHeader.Read(file);
        if (header.Count > Array.MaxLength)
            throw file.Bad($"it has {header.Count} elements, more than fit into memory at once ({Array.MaxLength}); open it mapped instead.");
        return new MappedNpy(file, header).Load();
    }
}
