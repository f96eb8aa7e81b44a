using System.Diagnostics.CodeAnalysis;

namespace Quanta.Formats.Text;

/// <summary>Reads files with one JSON object a line, plain, gzip or zstd: The Pile's format.</summary>
public static class JsonLines
{
    /// <summary>A string field of every line, in order. Lines of white space only are passed over.</summary>
    /// <remarks>A bad line yields its problem and reading goes on, so the caller decides: <see cref="JsonField.Require"/> throws, problems can be counted. Bad
    /// are: invalid UTF-8, broken JSON, something other than an object, no such field, a field that is no string, half of a surrogate pair in it, a line that is
    /// too long, and compressed data that is cut or damaged; the last two end the file (<see cref="BadLine.EndsFile"/>) and are yielded after every whole line
    /// before them. Of a field that stands twice the last counts, and NaN, Infinity and -Infinity are numbers, as in Python.</remarks>
    /// <param name="path">The file, or a pipe.</param>
    /// <param name="field">The field that every line must have.</param>
    /// <param name="label">The path to a second string that a line may have, e.g. "meta", "pile_set_name"; empty: none is looked for.</param>
    /// <param name="options">Limits.</param>
    public static IEnumerable<JsonField> ReadField(string path, string field, IReadOnlyList<string>? label = null, TextLineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(field);
        string[] labelPath = [.. label ?? []];
        options ??= new TextLineOptions();
        using var stream = CompressedFile.OpenRead(path, "a file of JSON lines", options.MaxZstdWindowLog);
        var lines = new LineBuffer(path, stream, options.MaxLineBytes);
        while (lines.TryRead(out var line))
            if (line.Utf8.Span.ContainsAnyExcept(" \t\r"u8)) yield return JsonFieldParser.Parse(path, line, field, labelPath);
        if (lines.Fault is { } fault) yield return new JsonField(fault.Number, null, fault);
    }
}

/// <summary>What one line of JSON gave: a string or a problem.</summary>
/// <param name="Number">The line, counted from 1.</param>
/// <param name="Value">The field's string, or null where there is a problem.</param>
/// <param name="Problem">Why there is no value, or null.</param>
/// <param name="Label">The second string that was asked for, or null where the line has none.</param>
public readonly record struct JsonField(long Number, string? Value, BadLine? Problem, string? Label = null)
{
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsGood => Problem is null;

    /// <summary>The field's string.</summary>
    /// <exception cref="InvalidDataException">The line is bad.</exception>
    public string Require() => IsGood ? Value : throw Problem.ToException();
}
