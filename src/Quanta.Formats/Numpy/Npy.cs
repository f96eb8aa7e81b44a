using Quanta.Formats.Files;

namespace Quanta.Formats.Numpy;

/// <summary>.npy files: one array each, read and written as NumPy does.</summary>
/// <remarks>Reads versions 1.0 to 3.0, little-endian, C and Fortran order; writes version 1.0, C order. Headers are checked against the file's size
/// before anything is allocated; every fault of a file is an <see cref="InvalidDataException"/> that names it.</remarks>
public static class Npy
{
    /// <summary>Reads a whole array into memory.</summary>
    public static NpyArray Read(string path)
    {
        using var file = MappedFile.Open(path, NpyHeader.Required);
        return NpyArray.Load(file);
    }

    /// <summary>Maps a file for reading in parts.</summary>
    public static MappedNpy Open(string path)
    {
        var file = MappedFile.Open(path, NpyHeader.Required);
        try
        {
            return new MappedNpy(file, NpyHeader.Read(file));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes values in C order, atomically (<see cref="AtomicFile"/>).</summary>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="values">As many as the shape holds.</param>
    /// <param name="shape">The size of each axis; none for a single value.</param>
    public static void Write<T>(string path, ReadOnlySpan<T> values, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        NpyShape.Check(values.Length, shape);
        using var writer = NpyWriter.Create<T>(path, shape);
        writer.Write(values);
        writer.Complete();
    }

    /// <summary>Writes an array in memory, atomically.</summary>
    public static void Write(string path, NpyArray array)
    {
        ArgumentNullException.ThrowIfNull(array);
        AtomicFile.Write(path, stream => Write(stream, array));
    }

    internal static void Write(Stream stream, NpyArray array)
    {
        stream.Write(NpyHeader.Format(array.Type, array.Shape.ToArray()));
        Span<byte> chunk = new byte[1 << 16];
        var size = NpyTypes.Size(array.Type);
        for (long done = 0, all = array.Count * size; done < all;)
        {
            var part = chunk[..(int)Math.Min(chunk.Length, all - done)];
            array.CopyRaw(done / size, part);
            stream.Write(part);
            done += part.Length;
        }
    }

}
