using System.Globalization;
using CsvHelper;
using Quanta.Formats.Text;

namespace Quanta.Scaling.Tables;

/// <summary>A table of text with named columns, as it stands in a comma-separated file; columns of numbers are parsed when asked for.</summary>
public sealed class TextTable
{
    private readonly Dictionary<string, string[]> _columns;

    /// <param name="name">What messages call the table: its file's path.</param>
    /// <param name="headers">The columns' names, all different.</param>
    /// <param name="columns">The columns, of one length.</param>
    /// <exception cref="InvalidDataException">Two columns have one name.</exception>
    public TextTable(string name, IReadOnlyList<string> headers, IReadOnlyList<string[]> columns)
    {
        (Name, Headers, _columns) = (name, headers, []);
        for (var i = 0; i < headers.Count; i++)
        {
            if (!_columns.TryAdd(headers[i], columns[i]))
                throw new InvalidDataException($"{name} must have columns of different names, but has two columns '{headers[i]}'.");
        }
        Rows = columns.Count == 0 ? 0 : columns[0].Length;
    }

    public string Name { get; }

    public IReadOnlyList<string> Headers { get; }

    public int Rows { get; }

    public bool Has(string column) => _columns.ContainsKey(column);

    /// <summary>The column's fields as they stand in the file.</summary>
    /// <exception cref="InvalidDataException">There is no such column; the message lists those there are.</exception>
    public IReadOnlyList<string> this[string column] => _columns.TryGetValue(column, out var fields)
        ? fields
        : throw new InvalidDataException($"{Name} must have a column '{column}', but its columns are {Listed(Headers)}.");

    /// <summary>The column as numbers; an empty field, "NA" and "nan" are NaN.</summary>
    /// <exception cref="InvalidDataException">A field is none of these; the message names its row, counted from 1 below the header.</exception>
    public double[] Numbers(string column)
    {
        var fields = this[column];
        var numbers = new double[fields.Count];
        for (var row = 0; row < numbers.Length; row++)
        {
            if (!TryNumber(fields[row], out numbers[row]))
                throw new InvalidDataException($"Row {row + 1} of {Name} must have a number in column '{column}', but has '{fields[row]}'.");
        }
        return numbers;
    }

    /// <summary>Whether every field of the column is a number or missing.</summary>
    public bool IsNumeric(string column) => this[column].All(field => TryNumber(field, out _));

    /// <summary>The rows whose index passes the test, in their order.</summary>
    public TextTable Where(Func<int, bool> row)
    {
        int[] kept = [.. Enumerable.Range(0, Rows).Where(row)];
        return new TextTable(Name, Headers, [.. Headers.Select(header => Array.ConvertAll(kept, i => _columns[header][i]))]);
    }

    private static bool TryNumber(string field, out double value)
    {
        value = double.NaN;
        var text = field.AsSpan().Trim();
        if (text.IsEmpty || text is "NA" or "N/A" or "null" || text.Equals("nan", StringComparison.OrdinalIgnoreCase)) return true;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    private static string Listed(IReadOnlyList<string> names)
    {
        const int most = 20;
        var shown = string.Join(", ", names.Take(most).Select(name => $"'{name}'"));
        return names.Count > most ? $"{shown} and {names.Count - most} more" : shown;
    }
}

/// <summary>Reads comma-separated tables: plain, .gz or .zst.</summary>
public static class TextTableFile
{
    /// <summary>Reads a table whose first line names its columns.</summary>
    /// <exception cref="InvalidDataException">The file is empty or malformed, or a row has more or fewer fields than the header.</exception>
    public static TextTable Read(string path)
    {
        using var text = new StreamReader(CompressedFile.OpenRead(path, "a comma-separated table"));
        return Parse(text.ReadToEnd(), path);
    }

    /// <summary>Reads a table from its text.</summary>
    /// <param name="text">The file's content.</param>
    /// <param name="name">What messages call it.</param>
    public static TextTable Parse(string text, string name)
    {
        try
        {
            using var reader = CsvReader.FromText(text, new CsvReaderOptions());
            return Read(reader, name);
        }
        catch (CsvFormatException e)
        {
            throw new InvalidDataException($"{name} is not a well-formed comma-separated table: {e.Message}", e);
        }
    }

    private static TextTable Read(CsvReader reader, string name)
    {
        reader.ReadHeader();
        string[] headers = [.. reader.Headers];
        if (headers.Length == 0) throw new InvalidDataException($"{name} must begin with a line of column names, but is empty.");
        var columns = headers.Select(_ => new List<string>()).ToArray();
        while (reader.Read())
        {
            if (reader.FieldCount != headers.Length)
            {
                throw new InvalidDataException(
                    $"Row {columns[0].Count + 1} of {name} must have {headers.Length} fields as its header, but has {reader.FieldCount}.");
            }
            for (var i = 0; i < headers.Length; i++) columns[i].Add(reader.GetString(i));
        }
        return columns[0].Count > 0
            ? new TextTable(name, headers, [.. columns.Select(column => column.ToArray())])
            : throw new InvalidDataException($"{name} must have rows below its header, but has none.");
    }
}
