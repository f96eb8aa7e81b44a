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

/// <summary>The compressed bytes and, once they have ended, the sentinel. Zeros that may be the last are held back and at the end given one by one: the one that
/// <see cref="System.IO.Compression.GZipStream"/> does not take for a part of a member begins the padding.</summary>
internal sealed class GzipInput(Stream compressed, byte[] sentinel) : ReadOnlyStream
{
    private readonly CountedInput _compressed = new(compressed);
    private readonly byte[] _chunk = new byte[1 << 14];

    // In order: zeros held back, the chunk from _start to _end, which ends with something else, and the zeros behind it.
    private long _zeros;
    private int _start, _end, _zerosBehind;
    private bool _ended;
    private int _given;

    /// <summary>How many compressed bytes have been read.</summary>
    public long Count => _compressed.Count;

    public bool GaveSentinel => _given > 0;

    /// <summary>Whether the last byte that was given, and all that were not, are the zeros at the end of the input.</summary>
    public bool IsAtFinalZeros => _ended && !GaveSentinel;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        while (_start == _end && !_ended) Fill();
        if (_zeros > 0) return GiveZeros(_start == _end ? buffer[..1] : buffer);
        return _start == _end ? Give(sentinel, buffer, ref _given, sentinel.Length) : Give(_chunk, buffer, ref _start, _end);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _compressed.Dispose();
        base.Dispose(disposing);
    }

    private void Fill()
    {
        _zeros += _zerosBehind;
        var read = _compressed.Read(_chunk);
        (_start, _end) = (0, _chunk.AsSpan(0, read).LastIndexOfAnyExcept((byte)0) + 1);
        (_zerosBehind, _ended) = (read - _end, read == 0);
    }

    private int GiveZeros(Span<byte> buffer)
    {
        var count = (int)Math.Min(_zeros, buffer.Length);
        buffer[..count].Clear();
        _zeros -= count;
        return count;
    }

    private static int Give(byte[] source, Span<byte> buffer, ref int start, int end)
    {
        var count = Math.Min(end - start, buffer.Length);
        source.AsSpan(start, count).CopyTo(buffer);
        start += count;
        return count;
    }
}
