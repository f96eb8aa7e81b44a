using System.IO.Compression;

namespace Quanta.Formats.Text;

/// <summary>Reads or writes zstd (RFC 8878) through the system's libzstd: any number of frames, skippable ones included.</summary>
/// <remarks>A compressed stream that ends inside a frame is an <see cref="InvalidDataException"/> when its end is reached; everything before is
/// delivered first. Disposing a compressing stream ends its frame.</remarks>
public sealed class ZstdStream : Stream
{
    /// <summary>The largest window that decompression allows by default, as a power of two: 128 MiB, the limit of the zstd command.</summary>
    public const int DefaultWindowLog = 27;

    private readonly Stream _inner;
    private readonly bool _leaveOpen;
    private readonly ZstdDecoder? _decoder;
    private readonly ZstdEncoder? _encoder;
    private bool _disposed;

    /// <param name="inner">Where compressed bytes come from or go to.</param>
    /// <param name="mode">Decompress to read, compress to write.</param>
    /// <param name="leaveOpen">Whether to leave <paramref name="inner"/> open when disposed.</param>
    /// <param name="level">The compression level, 1 (fast) to 22 (small).</param>
    /// <param name="maxWindowLog">The largest window that is decompressed, as a power of two, 10 to 31: memory that a frame may demand.</param>
    /// <exception cref="DllNotFoundException">libzstd is not installed; the message names the package.</exception>
    public ZstdStream(Stream inner, CompressionMode mode, bool leaveOpen = false, int level = 3, int maxWindowLog = DefaultWindowLog)
    {
        ArgumentNullException.ThrowIfNull(inner);
        (_inner, _leaveOpen) = (inner, leaveOpen);
        if (mode == CompressionMode.Decompress) _decoder = new ZstdDecoder(inner, maxWindowLog);
        else _encoder = new ZstdEncoder(inner, level);
    }

    public override bool CanRead => _decoder is not null && !_disposed;

    public override bool CanWrite => _encoder is not null && !_disposed;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException("The length of a compressed stream is not known.");

    public override long Position
    {
        get => throw new NotSupportedException("A compressed stream has no position.");
        set => throw new NotSupportedException("A compressed stream cannot seek.");
    }

    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return (_decoder ?? throw new NotSupportedException("The stream compresses; it cannot be read.")).Read(buffer);
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Read(buffer.AsSpan(offset, count));
    }

    public override int ReadByte()
    {
        Span<byte> single = stackalloc byte[1];
        return Read(single) == 0 ? -1 : single[0];
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        (_encoder ?? throw new NotSupportedException("The stream decompresses; it cannot be written.")).Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        Write(buffer.AsSpan(offset, count));
    }

    /// <summary>Does nothing when reading; when writing, hands on everything written so far.</summary>
    public override void Flush()
    {
        _encoder?.Flush();
        if (_encoder is not null) _inner.Flush();
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A compressed stream cannot seek.");

    public override void SetLength(long value) => throw new NotSupportedException("A compressed stream has no length to set.");

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _decoder?.Dispose();
            _encoder?.Dispose();
            if (!_leaveOpen) _inner.Dispose();
        }
        base.Dispose(disposing);
    }
}
