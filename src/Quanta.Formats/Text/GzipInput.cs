using Quanta.Formats.Files;

namespace Quanta.Formats.Text;

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
