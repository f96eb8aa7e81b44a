using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

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

/// <summary>Takes one string field out of one JSON object.</summary>
internal static class JsonFieldParser
{
    private const int MostNames = 12;
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 1000 };

    public static JsonField Parse(string path, TextLine line, string field, ReadOnlySpan<string> label)
    {
        try
        {
            var (value, labelValue) = FindAsPython(line.Utf8.Span, field, label);
            return new JsonField(line.Number, value, null, labelValue);
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException)
        {
            return new JsonField(line.Number, null, new BadLine(path, line.Number, Reason(exception)));
        }
    }

    private static (string Value, string? Label) FindAsPython(ReadOnlySpan<byte> json, string field, ReadOnlySpan<string> label)
    {
        try
        {
            return Find(json, field, label);
        }
        catch (JsonException) when (PythonJson.WithoutNaN(json) is { } numbers)
        {
            return Find(numbers, field, label);
        }
    }

    /// <exception cref="FormatException">The line is not what it should be; the message is the reason.</exception>
    /// <exception cref="JsonException">The line is no JSON.</exception>
    /// <exception cref="InvalidOperationException">The reader's way to say that an escape is half of a surrogate pair.</exception>
    private static (string Value, string? Label) Find(ReadOnlySpan<byte> json, string field, ReadOnlySpan<string> label)
    {
        if (!Utf8.IsValid(json)) throw new FormatException("it is not valid UTF-8.");
        var reader = new Utf8JsonReader(json, Options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw new FormatException("it is JSON, but not an object.");
        string? value = null, labelValue = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isField = reader.ValueTextEquals(field);
            var isLabel = !label.IsEmpty && reader.ValueTextEquals(label[0]);
            reader.Read();
            if (isField) value = StringValue(ref reader, field);
            else if (isLabel) labelValue = FindLabel(ref reader, label[1..]);
            else reader.Skip();
        }
        reader.Read(); // past the closing brace: throws where anything follows
        return (value ?? throw new FormatException(NoField(json, field)), labelValue);
    }

    private static string NoField(ReadOnlySpan<byte> json, string field)
    {
        var reader = new Utf8JsonReader(json, Options);
        var names = new List<string>();
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (names.Count < MostNames) names.Add($"\"{reader.GetString()}\"");
            reader.Skip();
        }
        return names.Count == 0
            ? $"the object has no field \"{field}\"; it is empty."
            : $"the object has no field \"{field}\"; its fields are {string.Join(", ", names)} (--field names the one to read).";
    }

    /// <summary>The string at the end of a path of field names, or null; the reader stands on a value, and at its end afterwards.</summary>
    private static string? FindLabel(ref Utf8JsonReader reader, ReadOnlySpan<string> path)
    {
        if (path.IsEmpty && reader.TokenType == JsonTokenType.String) return reader.GetString();
        if (path.IsEmpty || reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }
        string? found = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isNext = reader.ValueTextEquals(path[0]);
            reader.Read();
            if (isNext) found = FindLabel(ref reader, path[1..]);
            else reader.Skip();
        }
        return found;
    }

    private static string StringValue(ref Utf8JsonReader reader, string field) => reader.TokenType == JsonTokenType.String
        ? reader.GetString()!
        : throw new FormatException($"the field \"{field}\" is no string.");

    private static string Reason(Exception exception) => exception switch
    {
        JsonException json => $"it is broken JSON at byte {json.BytePositionInLine}.",
        FormatException => exception.Message,
        _ => "it holds an escape from \\uD800 to \\uDFFF that is half of a surrogate pair, so it is no text.",
    };
}
