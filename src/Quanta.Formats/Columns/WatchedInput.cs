namespace Quanta.Formats.Columns;

/// <summary>A file that a library reads for us: reading stops when the user cancels, and where damage makes the library read the same pages over and
/// over.</summary>
internal sealed class WatchedInput(Stream inner) : Stream
{
    /// <summary>Headers of pages are no part of what a file says it holds, and buffers read ahead.</summary>
    private const long Spare = 1 << 22;

    private long _left = long.MaxValue;

    /// <summary>The file itself, whose reading is not watched.</summary>
    public Stream File => inner;

    public CancellationToken Cancellation { get; set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    /// <summary>From now on, so many bytes may be read, and some more.</summary>
    public void Allow(long bytes) => _left = Math.Clamp(bytes, 0, inner.Length) * 2 + Spare;

    public override int Read(Span<byte> buffer)
    {
        Cancellation.ThrowIfCancellationRequested();
        var read = inner.Read(buffer);
        _left -= Math.Max(1, read);
        return _left >= 0 ? read : throw new FormatException("its pages hold more than it says");
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Read(buffer.AsSpan(offset, count));
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer, offset, count));

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException("The stream cannot be written.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("The stream cannot be written.");

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
