namespace Quanta.Formats.Files;

/// <summary>Reads a source from its beginning.</summary>
internal sealed class ByteSourceStream(ByteSource source) : ReadOnlyStream
{
    private long _position;

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, source.Length - _position);
        source.Span(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }
}
