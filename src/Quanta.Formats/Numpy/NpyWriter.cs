using Quanta.Formats.Arrays;
using Quanta.Formats.Files;

namespace Quanta.Formats.Numpy;

/// <summary>Makes streamed writers of .npy files, for arrays too large to hold or of a length not known beforehand.</summary>
public static class NpyWriter
{
    /// <summary>A writer of exactly this shape.</summary>
    public static NpyWriter<T> Create<T>(string path, params ReadOnlySpan<long> shape)
        where T : unmanaged => new(path, shape.ToArray(), grows: false);

    /// <summary>A writer of any number of rows, each of shape <paramref name="rowShape"/> (none: each row is one value).
    /// The file's shape is (rows, rowShape...), known at <see cref="NpyWriter{T}.Complete"/>.</summary>
    public static NpyWriter<T> CreateGrowing<T>(string path, params ReadOnlySpan<long> rowShape)
        where T : unmanaged => new(path, [0, .. rowShape], grows: true);
}

/// <summary>Writes a .npy file's elements as they come, in C order. The file appears under its name on <see cref="Complete"/>; disposing before
/// discards it.</summary>
public sealed class NpyWriter<T> : IDisposable
    where T : unmanaged
{
    private readonly AtomicFileWriter _file;
    private readonly long[] _shape;
    private readonly bool _grows;
    private readonly long _rowCount;

    internal NpyWriter(string path, long[] shape, bool grows)
    {
        (_shape, _grows) = (shape, grows);
        _rowCount = ArrayShape.Count(shape.AsSpan(grows ? 1 : 0))
            ?? throw new ArgumentException($"The shape {ArrayShape.Text(shape)} is not valid.", nameof(shape));
        var header = NpyHeader.Format(NpyTypes.Of<T>(), shape);
        _file = new AtomicFileWriter(path);
        _file.Stream.Write(header);
    }

    /// <summary>The number of elements written so far.</summary>
    public long Written { get; private set; }

    public void Write(ReadOnlySpan<T> values)
    {
        if (!_grows && values.Length > _rowCount - Written)
        {
            throw new ArgumentException(
                $"The shape {ArrayShape.Text(_shape)} has room for {_rowCount - Written} more values, but {values.Length} were given.",
                nameof(values));
        }
        Written += values.Length;
        RawValues.Write(_file.Stream, values);
    }

    /// <summary>Finishes the file and gives it its name.</summary>
    /// <exception cref="InvalidOperationException">Fewer values were written than the shape holds, or the last row is not whole.</exception>
    public void Complete()
    {
        if (_grows) PatchHeader();
        else if (Written != _rowCount)
            throw new InvalidOperationException($"The shape {ArrayShape.Text(_shape)} needs {_rowCount} values, but {Written} were written.");
        _file.Complete();
    }

    public void Dispose() => _file.Dispose();

    private void PatchHeader()
    {
        if (_rowCount == 0 ? Written != 0 : Written % _rowCount != 0)
            throw new InvalidOperationException($"Rows have {_rowCount} values, but {Written} were written, which is no whole number of rows.");
        _shape[0] = _rowCount == 0 ? 0 : Written / _rowCount;
        _file.Stream.Position = 0;
        _file.Stream.Write(NpyHeader.Format(NpyTypes.Of<T>(), _shape));
    }
}

internal static class NpyShape
{
    /// <summary>Throws unless the caller's shape is valid and holds exactly <paramref name="count"/> elements.</summary>
    public static void Check(long count, ReadOnlySpan<long> shape)
    {
        if (ArrayShape.Count(shape) is not { } wanted)
            throw new ArgumentException($"The shape {ArrayShape.Text(shape)} is not valid.", nameof(shape));
        if (wanted != count)
            throw new ArgumentException($"The shape {ArrayShape.Text(shape)} needs {wanted} values, but {count} were given.", nameof(shape));
    }
}
