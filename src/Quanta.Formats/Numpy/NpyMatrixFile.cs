using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Quanta.Formats.Files;

namespace Quanta.Formats.Numpy;

/// <summary>A float32 matrix [rows, columns] on disk that is filled in any order, over several runs if need be, and then becomes a .npy
/// file.</summary>
/// <remarks>It lies in <c>path + ".partial"</c>, or beside what the path links to, unwritten elements being 0, until <see cref="Complete"/> gives it its name. Which parts are done is
/// for the caller to record, after <see cref="Flush"/>. Blocks may be read and written from several threads at once where they do not
/// overlap.</remarks>
public sealed class NpyMatrixFile : IDisposable
{
    private const int ChunkElements = 1 << 24;
    private readonly string _path;
    private readonly OutputTarget _target;
    private readonly SafeFileHandle _file;
    private readonly long _dataOffset;

    private NpyMatrixFile(string path, OutputTarget target, SafeFileHandle file, long rows, long columns, long dataOffset, bool resumed) =>
        (_path, _target, _file, Rows, Columns, _dataOffset, IsResumed) = (path, target, file, rows, columns, dataOffset, resumed);

    public long Rows { get; }

    public long Columns { get; }

    /// <summary>Whether an earlier run's partial file was found and is being filled further.</summary>
    public bool IsResumed { get; }

    /// <summary>Opens the partial file that an earlier run left, or makes one of zeros.</summary>
    /// <exception cref="InvalidDataException">There is a partial file of another shape or type.</exception>
    public static NpyMatrixFile CreateOrOpen(string path, long rows, long columns) => CreateOrOpen(path, rows, columns, [rows, columns]);

    /// <summary>The same for a vector [length], which is filled as one row.</summary>
    public static NpyMatrixFile CreateOrOpenVector(string path, long length) => CreateOrOpen(path, 1, length, [length]);

    private static NpyMatrixFile CreateOrOpen(string path, long rows, long columns, ReadOnlySpan<long> shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, int.MaxValue / sizeof(float));
        var header = NpyHeader.Format(NpyType.Float32, shape);
        var length = header.Length + checked(rows * columns * sizeof(float));
        var target = OutputTarget.Of(path);
        var file = File.OpenHandle(target.PartialPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            var resumed = TryResume(target.PartialPath, file, header, length);
            return new NpyMatrixFile(path, target, file, rows, columns, header.Length, resumed);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes the block whose first element is (<paramref name="row"/>, <paramref name="column"/>).</summary>
    /// <param name="row">The first row.</param>
    /// <param name="column">The first column.</param>
    /// <param name="columns">The block's width; its height is the number of values divided by this.</param>
    /// <param name="values">The block, row-major.</param>
    public void WriteBlock(long row, long column, int columns, ReadOnlySpan<float> values)
    {
        var height = CheckBlock(row, column, columns, values.Length);
        for (int i = 0, step = RowsAtOnce(columns); i < height; i += step)
        {
            var rows = values.Slice(i * columns, Math.Min(step, height - i) * columns);
            RandomAccess.Write(_file, MemoryMarshal.AsBytes(rows), Position(row + i, column));
        }
    }

    /// <summary>Reads the block whose first element is (<paramref name="row"/>, <paramref name="column"/>); see <see cref="WriteBlock"/>.</summary>
    public void ReadBlock(long row, long column, int columns, Span<float> values)
    {
        var height = CheckBlock(row, column, columns, values.Length);
        for (int i = 0, step = RowsAtOnce(columns); i < height; i += step)
        {
            var rows = values.Slice(i * columns, Math.Min(step, height - i) * columns);
            ReadFully(MemoryMarshal.AsBytes(rows), Position(row + i, column));
        }
    }

    /// <summary>Puts everything written so far on the disk.</summary>
    public void Flush() => RandomAccess.FlushToDisk(_file);

    /// <summary>Flushes, closes and gives the file its name, replacing an older one.</summary>
    public void Complete()
    {
        Flush();
        _file.Dispose();
        _target.Replace();
    }

    /// <summary>Closes the file; a partial one stays for a later run.</summary>
    public void Dispose() => _file.Dispose();

    private static bool TryResume(string partialPath, SafeFileHandle file, byte[] header, long length)
    {
        var found = new byte[header.Length];
        var wasBegun = RandomAccess.Read(file, found, 0) == found.Length;
        if (wasBegun && !found.AsSpan().SequenceEqual(header))
            throw BadFile.Because(partialPath, "it was begun as another matrix; delete it to begin anew.");
        if (wasBegun && RandomAccess.GetLength(file) == length) return true;
        RandomAccess.Write(file, header, 0);
        RandomAccess.SetLength(file, length);
        return false;
    }

    private int CheckBlock(long row, long column, int columns, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        var height = Math.DivRem(count, columns, out var rest);
        if (rest != 0) throw new ArgumentException($"{count} values are no whole number of rows of {columns}.", nameof(count));
        if (row < 0 || column < 0 || row > Rows - height || column > Columns - columns)
        {
            throw new ArgumentOutOfRangeException(
                nameof(row), $"A block of {height} x {columns} at ({row}, {column}) does not lie within the matrix of {Rows} x {Columns}.");
        }
        return height;
    }

    /// <summary>Rows that lie end to end in the file go in one piece.</summary>
    private int RowsAtOnce(int columns) => columns == Columns ? Math.Max(1, ChunkElements / columns) : 1;

    private long Position(long row, long column) => _dataOffset + (row * Columns + column) * sizeof(float);

    private void ReadFully(Span<byte> destination, long position)
    {
        while (!destination.IsEmpty)
        {
            var read = RandomAccess.Read(_file, destination, position);
            if (read == 0) throw BadFile.Because(_path, "the file was cut short while it was open.");
            destination = destination[read..];
            position += read;
        }
    }
}
