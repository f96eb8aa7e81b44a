using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Quanta.Formats.Arrays;
using Quanta.Formats.Files;

namespace Quanta.Formats.Numpy;

/// <summary>A .npy file mapped into memory: any part of an array of any size, read when asked for.</summary>
/// <remarks>Reading is safe from several threads. The file must not be cut short meanwhile.</remarks>
public sealed class MappedNpy : NpyValues, IDisposable
{
    private const int ChunkBytes = 1 << 24;
    private readonly ByteSource _file;
    private readonly NpyHeader _header;

    internal MappedNpy(ByteSource file, NpyHeader header)
        : base(header.Type, header.FortranOrder, header.Shape) => (_file, _header) = (file, header);

    /// <summary>The number of rows of a matrix.</summary>
    /// <exception cref="InvalidDataException">The array has not two axes.</exception>
    public long Rows => Matrix(0);

    /// <summary>The number of columns of a matrix.</summary>
    /// <exception cref="InvalidDataException">The array has not two axes.</exception>
    public long Columns => Matrix(1);

    private protected override ByteSource Source => _file;

    private protected override long DataOffset => _header.DataOffset;

    /// <summary>Elements in their own type, without a copy; valid until this is disposed.</summary>
    /// <exception cref="InvalidDataException">The file holds another type, or is in Fortran order.</exception>
    public ReadOnlySpan<T> Values<T>(long start, int length)
        where T : unmanaged
    {
        CheckRange(start, length);
        if (NpyTypes.Of<T>() != Type) throw Source.Bad($"it holds {Type} values, but {NpyTypes.Of<T>()} is required.");
        if (!IsRowMajor) throw Source.Bad("it is in Fortran order, but C order is required here; save it again with numpy.ascontiguousarray.");
        return Source.Span<T>(DataOffset + start * ElementSize, length);
    }

    /// <summary>One row of a matrix, [<see cref="Columns"/>], in its own type and without a copy; valid until this is disposed.</summary>
    public ReadOnlySpan<T> Row<T>(long row)
        where T : unmanaged => Values<T>(checked(row * Columns), checked((int)Columns));

    /// <summary>Reads one row of a matrix as float32, [<see cref="Columns"/>].</summary>
    public void ReadRow(long row, Span<float> destination)
    {
        if (destination.Length != Columns)
            throw new ArgumentException($"A row of {Name} has {Columns} columns, but the destination has {destination.Length}.", nameof(destination));
        Read(checked(row * Columns), destination);
    }

    public void Dispose() => (_file as IDisposable)?.Dispose();

    /// <summary>The whole array in memory, in C order.</summary>
    internal NpyArray Load()
    {
        var elements = NpyTypes.Allocate(Type, (int)Count);
        ref var first = ref MemoryMarshal.GetArrayDataReference(elements);
        for (long done = 0, all = Count * ElementSize; done < all; done += ChunkBytes)
        {
            var chunk = MemoryMarshal.CreateSpan(ref Unsafe.AddByteOffset(ref first, (nint)done), (int)Math.Min(ChunkBytes, all - done));
            CopyRaw(done / ElementSize, chunk);
        }
        GC.KeepAlive(this);
        return new NpyArray(Name, Type, _header.Shape, elements);
    }

    private long Matrix(int axis) => Shape.Count == 2
        ? Shape[axis]
        : throw Source.Bad($"a matrix is required, but the array has the shape {ArrayShape.Text(_header.Shape)}.");
}
