namespace Quanta.Formats.Files;

/// <summary>An open file that replaces its target on <see cref="Complete"/> and is discarded when disposed before; see
/// <see cref="AtomicFile"/>.</summary>
public sealed class AtomicFileWriter : IDisposable
{
    private const int BufferSize = 1 << 16;
    private readonly OutputTarget _target;
    private readonly FileStream _stream;
    private bool _closed;

    /// <exception cref="IOException">The .partial file is in use by another writer, or cannot be made.</exception>
    public AtomicFileWriter(string path)
    {
        _target = OutputTarget.Of(path);
        _stream = new FileStream(_target.PartialPath, FileMode.Create, FileAccess.ReadWrite, FileShare.None, BufferSize);
    }

    /// <summary>The content so far: seekable, readable and writable.</summary>
    public Stream Stream => _stream;

    /// <summary>Flushes to the disk and replaces the target.</summary>
    public void Complete()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        _stream.Flush(flushToDisk: true);
        Close();
        _target.Replace();
    }

    public void Dispose()
    {
        if (_closed) return;
        Close();
        File.Delete(_target.PartialPath);
    }

    private void Close()
    {
        _closed = true;
        _stream.Dispose();
    }
}
