namespace Quanta.Formats.Text;

/// <summary>Reads files with one JSON object a line, plain, gzip or zstd: The Pile's format.</summary>
public static class JsonLines
{
    /// <summary>A string field of every line, in order. Lines of white space only are passed over.</summary>
    /// <remarks>A bad line yields its problem and reading goes on, so the caller decides: <see cref="JsonField.Require"/> throws, problems can be
    /// counted. Bad are: invalid UTF-8, broken JSON, something other than an object, no such field, a field that is no string, half of a surrogate
    /// pair in it, a line that is too long, and a compressed stream that is truncated or damaged; these last end the file and are yielded after
    /// every whole line before them. Of a field that stands twice the last counts, as in Python.</remarks>
    public static IEnumerable<JsonField> ReadField(string path, string field, TextLineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(field);
        options ??= new TextLineOptions();
        using var stream = CompressedFile.OpenRead(path, options.MaxZstdWindowLog);
        var lines = new LineBuffer(path, stream, options.MaxLineBytes);
        while (lines.TryRead(out var line))
            if (line.Utf8.Span.ContainsAnyExcept(" \t\r"u8)) yield return JsonFieldParser.Parse(path, line, field);
        if (lines.Fault is { } fault) yield return new JsonField(fault.Number, null, fault);
    }
}
