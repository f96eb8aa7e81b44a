using System.Globalization;
using System.Text.Json.Nodes;
using Quanta.Formats.Files;

namespace Quanta.Cli.Output;

/// <summary>Rows of results under named columns: aligned text for people, a JSON array of objects for programs, or CSV. NaN is empty, or null.</summary>
/// <param name="columns">Their names, in words.</param>
internal sealed class ResultTable(params string[] columns)
{
    private readonly List<object?[]> _rows = [];

    /// <summary>Adds a row: strings, whole numbers, doubles and booleans, one a column.</summary>
    public void Add(params object?[] values)
    {
        if (values.Length != columns.Length)
            throw new ArgumentException($"A row needs {columns.Length} values, but {values.Length} were given.", nameof(values));
        _rows.Add(values);
    }

    /// <summary>Prints the rows, as JSON in one line or as text.</summary>
    public void Write(TextWriter output, bool asJson)
    {
        if (asJson) output.WriteLine(ToJson().ToJsonString());
        else WriteText(output);
    }

    /// <summary>The rows as objects, names with underscores for spaces.</summary>
    public JsonArray ToJson() =>
        [.. _rows.Select(row => (JsonNode)new JsonObject(columns.Zip(row, (name, value) => KeyValuePair.Create(name.Replace(' ', '_'), (JsonNode?)Node(value)))))];

    /// <summary>The rows in aligned columns: numbers to the right, with four decimals, or with an exponent where that would show too little or too
    /// much.</summary>
    public void WriteText(TextWriter output)
    {
        string[][] cells = [columns, .. _rows.Select(row => Array.ConvertAll(row, Short))];
        int[] widths = [.. Enumerable.Range(0, columns.Length).Select(i => cells.Max(row => row[i].Length))];
        foreach (var row in cells)
            output.WriteLine(string.Join("  ", row.Select((cell, i) => IsNumeric(i) ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd());
    }

    /// <summary>The rows as CSV, numbers in their shortest round-trip form.</summary>
    public string ToCsv() => string.Concat(((IEnumerable<string[]>)[columns, .. _rows.Select(row => Array.ConvertAll(row, Exact))])
        .Select(row => string.Join(',', row.Select(Quoted)) + "\n"));

    /// <summary>Writes <see cref="ToCsv"/> to a file.</summary>
    public void WriteCsv(string path) => AtomicFile.WriteText(path, ToCsv());

    private bool IsNumeric(int column) => _rows.Count > 0 && _rows.TrueForAll(row => row[column] is null or double or int or long);

    private static string Short(object? value) => value is double number and not double.NaN
        ? number.ToString(Math.Abs(number) is 0 or (>= 1e-3 and < 1e5) ? "0.####" : "0.###e+0", CultureInfo.InvariantCulture)
        : Exact(value);

    private static string Exact(object? value) => value switch
    {
        null or double.NaN => "",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static JsonValue? Node(object? value) => value switch
    {
        double number => JsonNumber.Of(number),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        bool flag => JsonValue.Create(flag),
        null => null,
        _ => JsonValue.Create(value.ToString()),
    };
}

/// <summary>Numbers in JSON, which has no NaN and no infinities: these are null.</summary>
internal static class JsonNumber
{
    public static JsonValue? Of(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
