namespace Quanta.Formats.Files;

/// <summary>An open file that replaces its target on <see cref="Complete"/> and is discarded when disposed before; see
/// <see cref="AtomicFile"/>.</summary>
public sealed class AtomicFileWriter : IDisposable
{
    private const int BufferSize = 1 << 16;
    private readonly string _path;
    private readonly FileStream _stream;
    private bool _closed;

    /// <exception cref="IOException">The .partial file is in use by another writer, or cannot be made.</exception>
    public AtomicFileWriter(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _path = path;
        _stream = new FileStream(PartialPath, FileMode.Create, FileAccess.ReadWrite, FileShare.None, BufferSize);
    }

    /// <summary>The content so far: seekable, readable and writable.</summary>
    public Stream Stream => _stream;

    private string PartialPath => _path + AtomicFile.PartialSuffix;

    /// <summary>Flushes to the disk and renames over the target.</summary>
    public void Complete()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        _stream.Flush(flushToDisk: true);
        Close();
        File.Move(PartialPath, _path, overwrite: true);
    }

    public void Dispose()
    {
        if (_closed) return;
        Close();
        File.Delete(PartialPath);
    }

    private void Close()
    {
        _closed = true;
        _stream.Dispose();
    }
}
