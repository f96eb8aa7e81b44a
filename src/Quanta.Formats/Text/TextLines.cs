using Quanta.Formats.Files;

namespace Quanta.Formats.Text;

/// <summary>Streams the lines of a plain, gzip or zstd file.</summary>
public static class TextLines
{
    /// <summary>The lines in order, one at a time; the last needs no line end. A byte order mark and carriage returns before line ends are left
    /// out.</summary>
    /// <exception cref="InvalidDataException">While enumerating: the compressed stream is damaged or truncated (all whole lines before were
    /// delivered), or a line is longer than allowed. The message names file and line.</exception>
    public static IEnumerable<TextLine> Read(string path, TextLineOptions? options = null)
    {
        options ??= new TextLineOptions();
        using var stream = CompressedFile.OpenRead(path, "a text file", options.MaxZstdWindowLog, mayBeHtml: true);
        var reader = new LineBuffer(path, stream, options.MaxLineBytes);
        while (reader.TryRead(out var line)) yield return line;
        if (reader.Fault is { } fault) throw fault.ToException();
    }
}

/// <summary>One line of a file, without its end.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Utf8">The bytes; valid until the next line is read.</param>
public readonly record struct TextLine(long Number, ReadOnlyMemory<byte> Utf8);

/// <summary>Limits on what a file of lines may demand.</summary>
public sealed record TextLineOptions
{
    /// <summary>The longest line, in bytes, that is read; a longer one is an error. Memory grows with the lines that are there, not with
    /// this.</summary>
    public int MaxLineBytes { get; init; } = 1 << 30;

    /// <summary>The largest zstd window, as a power of two; see <see cref="Zstd.Decompress"/>.</summary>
    public int MaxZstdWindowLog { get; init; } = Zstd.DefaultWindowLog;
}

/// <summary>A line, or a row of a file of columns, that could not be used.</summary>
/// <param name="Path">The file.</param>
/// <param name="Number">The line, counted from 1.</param>
/// <param name="Reason">What is wrong with it: a sentence that begins in lower case.</param>
/// <param name="EndsFile">Whether nothing after it could be read either, because the compressed data is cut or damaged, or the line is too long: a fault of
/// the file, which leaving out lines does not mend.</param>
/// <param name="Unit">What is counted: "line" or "row".</param>
public sealed record BadLine(string Path, long Number, string Reason, bool EndsFile = false, string Unit = "line")
{
    public InvalidDataException ToException() => BadFile.Because(Path, $"{Unit} {Number}: {Reason}");

    public override string ToString() => $"{Path}: {Unit} {Number}: {Reason}";
}

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
