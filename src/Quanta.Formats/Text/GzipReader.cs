using System.IO.Compression;
using Quanta.Formats.Files;

namespace Quanta.Formats.Text;

/// <summary>Decompresses gzip, of any number of members, and finds out where the last one is not whole.</summary>
/// <remarks><see cref="GZipStream"/> ends silently when its input ends inside a member. So a sentinel is added to the input: a member of known
/// content. Where the input was whole, the sentinel's content comes out after its own; where not, the sentinel is taken for the rest of the broken
/// member and anything else comes out, or nothing. GZipStream asks for more input only when it has nothing left to give, so what comes out after the
/// sentinel went in is not delivered.</remarks>
internal sealed class GzipReader : ReadOnlyStream
{
    private static readonly byte[] SentinelContent = "end of the gzip file"u8.ToArray();
    private static readonly byte[] Sentinel = Compress(SentinelContent);
    private readonly SentinelInput _input;
    private readonly GZipStream _gzip;
    private bool _ended;

    public GzipReader(Stream compressed)
    {
        _input = new SentinelInput(compressed);
        _gzip = new GZipStream(_input, CompressionMode.Decompress);
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || _ended) return 0;
        var read = _gzip.Read(buffer);
        if (!_input.HasEnded) return read > 0 ? read : throw new InvalidDataException("Something that is no gzip data follows it.");
        CheckSentinel(buffer[..read]);
        _ended = true;
        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _gzip.Dispose();
        base.Dispose(disposing);
    }

    private void CheckSentinel(ReadOnlySpan<byte> start)
    {
        var found = new byte[SentinelContent.Length + 1];
        var length = Math.Min(start.Length, found.Length);
        start[..length].CopyTo(found);
        if (length > 0) length += _gzip.ReadAtLeast(found.AsSpan(length), found.Length - length, throwOnEndOfStream: false);
        if (!found.AsSpan(0, length).SequenceEqual(SentinelContent))
            throw new InvalidDataException("The gzip data is truncated: it ends inside a member.");
    }

    private static byte[] Compress(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionMode.Compress)) gzip.Write(content);
        return stream.ToArray();
    }

    /// <summary>The compressed stream and, once it has ended, the sentinel.</summary>
    private sealed class SentinelInput(Stream compressed) : ReadOnlyStream
    {
        private int _given;

        public bool HasEnded { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            var read = HasEnded ? 0 : compressed.Read(buffer);
            if (read > 0 || buffer.IsEmpty) return read;
            HasEnded = true;
            var rest = Sentinel.AsSpan(_given);
            read = Math.Min(rest.Length, buffer.Length);
            rest[..read].CopyTo(buffer);
            _given += read;
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) compressed.Dispose();
            base.Dispose(disposing);
        }
    }
}
