using System.IO.MemoryMappedFiles;

namespace Quanta.Formats.Files;

/// <summary>A whole file mapped into memory for reading. Pages are read when touched, so opening a large file costs nothing.</summary>
/// <remarks>Another process must not cut the file short while it is mapped.</remarks>
internal sealed unsafe class MappedFile : ByteSource, IDisposable
{
    private readonly MemoryMappedViewAccessor? _view;
    private byte* _data;

    private MappedFile(string path, long length, MemoryMappedViewAccessor? view)
        : base(path, length)
    {
        _view = view;
        if (view is null) return;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref _data);
        _data += view.PointerOffset;
    }

    public static MappedFile Open(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        var length = stream.Length;
        if (length == 0) return new MappedFile(path, 0, null);
        using var mapping = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        return new MappedFile(path, length, mapping.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read));
    }

    public void Dispose()
    {
        if (_data != null) _view!.SafeMemoryMappedViewHandle.ReleasePointer();
        _data = null;
        _view?.Dispose();
    }

    protected override ReadOnlySpan<T> SpanUnchecked<T>(long offset, int count)
    {
        ObjectDisposedException.ThrowIf(_data == null && Length > 0, this);
        return new ReadOnlySpan<T>(_data + offset, count);
    }
}
