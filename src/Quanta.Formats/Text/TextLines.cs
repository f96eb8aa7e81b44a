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
