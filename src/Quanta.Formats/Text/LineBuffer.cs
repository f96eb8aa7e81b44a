namespace Quanta.Formats.Text;

/// <summary>Cuts a stream into lines. The buffer doubles when a line does not fit, so a line of n bytes costs O(n).</summary>
internal sealed class LineBuffer(string path, Stream stream, int maxLineBytes)
{
    private readonly int _maxLineBytes = Math.Min(maxLineBytes, Array.MaxLength - 2);
    private byte[] _buffer = new byte[1 << 16];
    private int _start, _searched, _end;
    private long _number, _read;
    private bool _ended;

    /// <summary>Why reading ended before the end of the file, or null.</summary>
    public BadLine? Fault { get; private set; }

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The next line; false at the end and at a <see cref="Fault"/>.</summary>
    public bool TryRead(out TextLine line)
    {
        while (Fault is null)
        {
            var found = _buffer.AsSpan(_searched.._end).IndexOf((byte)'\n');
            if (found >= 0) return Take(_searched + found, _searched + found + 1, out line);
            _searched = _end;
            if (_ended && _start < _end) return Take(_end, _end, out line);
            if (_ended) break;
            if (_end - _start > _maxLineBytes) Fail(TooLong);
            else Fill();
        }
        line = default;
        return false;
    }

    private string TooLong => $"it is longer than the {_maxLineBytes} bytes allowed.";

    private bool Take(int contentEnd, int next, out TextLine line)
    {
        var content = _buffer.AsMemory(_start..contentEnd);
        if (_number == 0 && content.Span.StartsWith(ByteOrderMark)) content = content[ByteOrderMark.Length..];
        if (content.Span.EndsWith("\r"u8)) content = content[..^1];
        line = new TextLine(_number + 1, content);
        if (content.Length > _maxLineBytes) return Fail(TooLong);
        (_start, _searched) = (next, next);
        _number++;
        return true;
    }

    private void Fill()
    {
        if (_start > 0) MoveToFront();
        if (_end == _buffer.Length) Array.Resize(ref _buffer, (int)Math.Min(2L * _buffer.Length, Array.MaxLength));
        try
        {
            var read = stream.Read(_buffer.AsSpan(_end));
            _ended = read == 0;
            _end += read;
            _read += read;
        }
        catch (InvalidDataException exception)
        {
            Fail($"the compressed data cannot be read any further, {_read:N0} bytes of text into the file: {exception.Message}");
        }
    }

    private void MoveToFront()
    {
        _buffer.AsSpan(_start.._end).CopyTo(_buffer);
        (_start, _searched, _end) = (0, _searched - _start, _end - _start);
    }

    private bool Fail(string reason)
    {
        Fault = new BadLine(path, _number + 1, reason, EndsFile: true);
        return false;
    }
}
