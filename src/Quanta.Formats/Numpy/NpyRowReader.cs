using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Quanta.Formats.Arrays;
using Quanta.Formats.Files;

namespace Quanta.Formats.Numpy;

/// <summary>A matrix in a .npy file of any size, read in blocks of rows as float32 columns, with plain reads.</summary>
/// <remarks>A mapping's touched pages count as the process's memory; what this reads does not, so that a pass over a file takes the memory of its
/// blocks. An array of one axis counts as a matrix of one column. Reading is safe from several threads. float64 rounds to the nearest float32; integers
/// that float32 cannot hold are refused.</remarks>
public sealed class NpyRowReader : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly NpyHeader _header;

    private NpyRowReader(string path, NpyHeader header, SafeFileHandle file)
    {
        (_path, _header, _file) = (path, header, file);
        Rows = header.Shape[0];
        Columns = header.Shape.Length == 1 ? 1 : checked((int)header.Shape[1]);
    }

    public long Rows { get; }

    public int Columns { get; }

    private int ElementSize => NpyTypes.Size(_header.Type);

    private bool IsColumnMajor => _header.FortranOrder && Columns > 1;

    /// <summary>Opens a file and checks its header against its size.</summary>
    /// <exception cref="InvalidDataException">It is no whole .npy file of one or two axes.</exception>
    public static NpyRowReader Open(string path)
    {
        NpyHeader header;
        using (var mapped = MappedFile.Open(path, NpyHeader.Required)) header = NpyHeader.Read(mapped);
        if (header.Shape.Length is not (1 or 2) || (header.Shape.Length == 2 && header.Shape[1] > int.MaxValue))
            throw BadFile.Because(path, $"an array of one axis or a matrix is required, but its shape is ({string.Join(", ", header.Shape)}).");
        return new NpyRowReader(path, header, File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.SequentialScan));
    }

    /// <summary>Reads rows <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> - 1.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="destination">[<see cref="Columns"/>, count]: each column's values beside one another.</param>
    public void ReadColumns(long first, int count, Span<float> destination)
    {
        if (first < 0 || count < 0 || first > Rows - count)
            throw new ArgumentOutOfRangeException(nameof(first), $"{count} rows from {first} do not lie within the {Rows} rows of {_path}.");
        if (destination.Length != (long)count * Columns)
            throw new ArgumentException($"{count} rows have {(long)count * Columns} values, but the destination has {destination.Length}.", nameof(destination));
        if (Columns == 1) Read(first, destination);
        else if (IsColumnMajor)
            for (var column = 0; column < Columns; column++) Read(column * Rows + first, destination.Slice(column * count, count));
        else ReadAndTranspose(first, count, destination);
    }

    public void Dispose() => _file.Dispose();

    private void ReadAndTranspose(long first, int count, Span<float> destination)
    {
        var buffer = ArrayPool<float>.Shared.Rent(destination.Length);
        var rows = buffer.AsSpan(0, destination.Length);
        Read(first * Columns, rows);
        Transposition.Transpose(rows, count, Columns, destination);
        ArrayPool<float>.Shared.Return(buffer);
    }

    private void Read(long element, Span<float> destination)
    {
        if (_header.Type == NpyType.Float32)
        {
            ReadBytes(element, MemoryMarshal.AsBytes(destination));
            return;
        }
        var buffer = ArrayPool<byte>.Shared.Rent(destination.Length * ElementSize);
        var raw = buffer.AsSpan(0, destination.Length * ElementSize);
        ReadBytes(element, raw);
        var inexact = NpyTypes.Convert(_header.Type, raw, destination);
        ArrayPool<byte>.Shared.Return(buffer);
        if (inexact >= 0) throw BadFile.Because(_path, $"element {element + inexact} is an integer that float32 cannot hold exactly.");
    }

    private void ReadBytes(long element, Span<byte> destination)
    {
        for (var offset = _header.DataOffset + element * ElementSize; !destination.IsEmpty;)
        {
            var read = RandomAccess.Read(_file, destination, offset);
            if (read == 0) throw BadFile.Because(_path, $"it ended at byte {offset} while it was read; it has been cut short since it was opened.");
            destination = destination[read..];
            offset += read;
        }
    }
}
