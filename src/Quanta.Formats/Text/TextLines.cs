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
        using var stream = CompressedFile.OpenRead(path, options.MaxZstdWindowLog);
        var reader = new LineBuffer(path, stream, options.MaxLineBytes);
        while (reader.TryRead(out var line)) yield return line;
        if (reader.Fault is { } fault) throw fault.ToException();
    }
}
