using System.IO.Compression;
using Quanta.Formats.Files;

namespace Quanta.Formats.Text;

/// <summary>Decompresses gzip, of any number of members, and finds out where the last one is not whole. Zero bytes after it, which fill up blocks of tapes
/// and disks, are passed over; anything else there is an error.</summary>
/// <remarks><see cref="GZipStream"/> ends silently when its input ends inside a member (its strict validation is a switch of the whole process) and takes
/// whatever follows the last member for padding. So a sentinel is added to the input: a member of known content. Where the input was whole, the sentinel's
/// content comes out after its own; where not, the sentinel is taken for the rest of the broken member and anything else comes out, or nothing. GZipStream
/// asks for more input only when it has nothing left to give, so what comes out after the sentinel went in is not delivered.</remarks>
internal sealed class GzipReader : ReadOnlyStream
{
    private static readonly byte[] SentinelContent = "end of the gzip file"u8.ToArray();
    private static readonly byte[] Sentinel = Compress(SentinelContent);
    private readonly GzipInput _input;
    private readonly GZipStream _gzip;
    private bool _ended;

    public GzipReader(Stream compressed)
    {
        _input = new GzipInput(compressed, Sentinel);
        _gzip = new GZipStream(_input, CompressionMode.Decompress);
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || _ended) return 0;
        int read;
        try
        {
            read = _gzip.Read(buffer);
        }
        catch (InvalidDataException exception) when (!_input.GaveSentinel)
        {
            throw new InvalidDataException($"The gzip data is damaged before byte {_input.Count:N0}: {exception.Message}", exception);
        }
        catch (InvalidDataException)
        {
            throw Cut();
        }
        if (!_input.GaveSentinel && read > 0) return read;
        _ended = true;
        if (_input.GaveSentinel) CheckSentinel(buffer[..read]);
        else if (!_input.IsAtFinalZeros) throw new InvalidDataException($"Something that is no gzip data follows it, before byte {_input.Count:N0}.");
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
        try
        {
            if (length > 0) length += _gzip.ReadAtLeast(found.AsSpan(length), found.Length - length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException)
        {
            throw Cut();
        }
        if (!found.AsSpan(0, length).SequenceEqual(SentinelContent)) throw Cut();
    }

    private InvalidDataException Cut() => new($"The gzip data is cut: it ends after {_input.Count:N0} bytes, inside a member.");

    private static byte[] Compress(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionMode.Compress)) gzip.Write(content);
        return stream.ToArray();
    }
}
