using System.Text;
using Quanta.Formats.Files;
using Quanta.Formats.Text;

namespace Quanta.Formats.Columns;

/// <summary>What a corpus can take from a column.</summary>
public enum ColumnContent
{
    /// <summary>Neither of those below.</summary>
    Other,

    /// <summary>A string a row.</summary>
    Text,

    /// <summary>A list of whole numbers a row, [T] or [1, T].</summary>
    Tokens,
}

/// <summary>A column of a file, at the top of its schema.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Content">What can be taken from it.</param>
/// <param name="Type">What messages call its type, e.g. "list of int32".</param>
public sealed record Column(string Name, ColumnContent Content, string Type)
{
    public override string ToString() => $"\"{Name}\" ({Type})";
}

/// <summary>What one row gave: a text, token ids, null (none of them), or a problem.</summary>
/// <param name="Number">The row of the file, counted from 1.</param>
/// <param name="Text">The string of a column of <see cref="ColumnContent.Text"/>.</param>
/// <param name="Tokens">The numbers [T] of a column of <see cref="ColumnContent.Tokens"/>.</param>
/// <param name="Problem">Why there is no value where there should be one, or null.</param>
/// <param name="Label">The second string that was asked for, or null where the row has none.</param>
public readonly record struct ColumnRow(long Number, string? Text = null, long[]? Tokens = null, BadLine? Problem = null, string? Label = null)
{
    public bool IsNull => Text is null && Tokens is null && Problem is null;
}

/// <summary>A file of rows with named columns, of which one is read in order: Parquet, or Arrow's IPC format.</summary>
public abstract class ColumnFile : IDisposable
{
    private const string Required = "a Parquet or Arrow file";
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private protected ColumnFile(string path, long memoryBytes) => (Path, MemoryBytes) = (path, memoryBytes);

    public string Path { get; }

    /// <summary>"parquet" or "arrow".</summary>
    public abstract string Kind { get; }

    public abstract IReadOnlyList<Column> Columns { get; }

    /// <summary>What a row group or record batch may take in memory.</summary>
    private protected long MemoryBytes { get; }

    /// <summary>Opens a file of columns, as its first bytes tell; null where it is something else, a pipe included, from which nothing is then read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="memoryBytes">What a row group or record batch may take in memory.</param>
    /// <exception cref="InvalidDataException">The file is cut, damaged or encrypted.</exception>
    public static ColumnFile? TryOpen(string path, long memoryBytes)
    {
        var kind = KindOf(path);
        return kind switch
        {
            FileKind.Parquet => ParquetColumns.Open(path, InputFile.Open(path, Required, bufferSize: 1 << 16), memoryBytes),
            FileKind.Arrow => ArrowColumns.Open(path, InputFile.Open(path, Required, bufferSize: 1 << 16), memoryBytes),
            _ => null,
        };
    }

    /// <summary>The rows of a column, in order. A row group or record batch is in memory at a time.</summary>
    /// <remarks>A row that cannot be used, because its bytes are no UTF-8 or its list holds nulls or several lists, yields its problem and reading goes on.</remarks>
    /// <param name="column">One of <see cref="Columns"/>, of text or tokens.</param>
    /// <param name="label">The path to a second string that a row may have, e.g. "meta", "pile_set_name"; empty: none is looked for.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="InvalidDataException">The file is cut or damaged, or a row group takes more memory than is allowed. Rows before were delivered.</exception>
    public abstract IEnumerable<ColumnRow> Read(Column column, IReadOnlyList<string> label, CancellationToken cancellation);

    public abstract void Dispose();

    private protected static ColumnRow TextRow(string path, long number, ReadOnlySpan<byte> utf8)
    {
        try
        {
            return new ColumnRow(number, Text: Strict.GetString(utf8));
        }
        catch (DecoderFallbackException)
        {
            return BadRow(path, number, "it is not valid UTF-8.");
        }
    }

    private protected static ColumnRow BadRow(string path, long number, string reason) => new(number, Problem: new BadLine(path, number, reason, Unit: "row"));

    /// <summary>What a reader's exception says of the file.</summary>
    private protected static InvalidDataException Damaged(string path, string name, Exception exception) => exception as InvalidDataException
        ?? BadFile.Because(path, $"it is {name}, but it cannot be read, as it is cut or damaged ({exception.Message.TrimEnd('.')}); fetch it again.", exception);

    /// <summary>Whether an exception may tell of the file's content: the libraries throw of many kinds where a file is damaged, IOException among them.</summary>
    private protected static bool IsOfContent(Exception exception) => exception is not OperationCanceledException;

    private static FileKind KindOf(string path)
    {
        var file = new FileInfo(File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path);
        if (!file.Exists || file.Length == 0) return FileKind.Other; // a pipe has no length, and could not be read twice
        using var stream = InputFile.Open(path, Required, bufferSize: 0);
        Span<byte> start = stackalloc byte[FileKinds.BytesLookedAt];
        return FileKinds.Of(start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)]);
    }
}
