using System.IO.MemoryMappedFiles;

namespace Quanta.Formats.Files;

/// <summary>A whole file mapped into memory for reading. Pages are read when touched, so opening a large file costs nothing.</summary>
/// <remarks>Another process must not cut the file short while it is mapped.</remarks>
internal sealed unsafe class MappedFile : ByteSource, IDisposable
{
    private readonly MemoryMappedViewAccessor _view;
    private byte* _data;

    private MappedFile(string path, long length, MemoryMappedViewAccessor view)
        : base(path, length)
    {
        _view = view;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref _data);
        _data += view.PointerOffset;
    }

    /// <summary>Maps a file that is not empty.</summary>
    /// <param name="path">The file.</param>
    /// <param name="required">What it should be, e.g. "a .npy file".</param>
    /// <exception cref="InvalidDataException">It is a folder, a pipe, empty, or one of the <see cref="FileKinds"/> that stand in for others.</exception>
    public static MappedFile Open(string path, string required)
    {
        using var stream = InputFile.Open(path, required, bufferSize: 0);
        if (!stream.CanSeek)
            throw BadFile.Because(path, $"it is a pipe or a device, but {required} is read by mapping it into memory; write it to a file first.");
        var length = stream.Length;
        if (length == 0) throw FileKinds.Refuse(path, FileKind.Empty, required);
        using var mapping = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        var file = new MappedFile(path, length, mapping.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read));
        try
        {
            FileKinds.Check(path, file.Span(0, (int)Math.Min(length, FileKinds.BytesLookedAt)), required);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_data != null) _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _data = null;
        _view.Dispose();
    }

    protected override ReadOnlySpan<T> SpanUnchecked<T>(long offset, int count)
    {
        ObjectDisposedException.ThrowIf(_data == null, this);
        return new ReadOnlySpan<T>(_data + offset, count);
    }
}
