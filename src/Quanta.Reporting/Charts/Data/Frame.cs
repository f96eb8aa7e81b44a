using System.Globalization;
using CsvHelper;

namespace Quanta.Reporting.Charts;

/// <summary>An immutable table of named columns of equal length: what a chart's marks draw from. A column holds numbers or text.</summary>
public sealed class Frame
{
    private readonly Dictionary<string, Column> _columns;

    private Frame(Dictionary<string, Column> columns, int count)
    {
        _columns = columns;
        Count = count;
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The columns' names, in the order they were given.</summary>
    public IReadOnlyCollection<string> Names => _columns.Keys;

    /// <summary>A frame of numeric columns; NaN marks a missing value.</summary>
    /// <exception cref="ArgumentException">The columns differ in length, or a name comes twice.</exception>
    public static Frame Of(params ReadOnlySpan<(string Name, IReadOnlyList<double> Values)> columns)
    {
        var frame = new Frame([], columns.Length == 0 ? 0 : columns[0].Values.Count);
        foreach (var (name, values) in columns) frame = frame.With(name, values);
        return frame;
    }

    /// <summary>The numeric column of that name.</summary>
    public IReadOnlyList<double> this[string name] =>
        Find(name).Numbers ?? throw new ArgumentException($"The column '{name}' holds text, but numbers were asked for.", nameof(name));

    /// <summary>The column as text: numbers are written in their shortest round-trip form.</summary>
    public IReadOnlyList<string> Text(string name) => Find(name).AsText();

    /// <summary>Whether the column holds text.</summary>
    public bool IsText(string name) => Find(name).Texts is not null;

    /// <summary>This frame with one more numeric column.</summary>
    public Frame With(string name, IReadOnlyList<double> values) => With(name, new Column([.. values], null), values.Count);

    /// <summary>This frame with one more column of text.</summary>
    public Frame With(string name, IReadOnlyList<string> values) => With(name, new Column(null, [.. values]), values.Count);

    /// <summary>This frame with one more column, computed row by row from another.</summary>
    public Frame With(string name, string from, Func<double, double> compute) => With(name, [.. this[from].Select(compute)]);

    /// <summary>The rows whose value in a numeric column passes the test, in their order.</summary>
    public Frame Where(string column, Func<double, bool> test)
    {
        var values = this[column];
        return Where(i => test(values[i]));
    }

    /// <summary>The rows whose index passes the test, in their order.</summary>
    public Frame Where(Func<int, bool> row) => Take([.. Enumerable.Range(0, Count).Where(row)]);

    /// <summary>The rows whose text in a column equals the given one, in their order.</summary>
    public Frame Where(string column, string text)
    {
        var values = Text(column);
        return Where(i => values[i] == text);
    }

    /// <summary>One frame for each distinct value of a column, in order of first appearance; the key is the value as text.</summary>
    public IEnumerable<(string Key, Frame Rows)> GroupBy(string column)
    {
        var keys = Text(column);
        return Enumerable.Range(0, Count).GroupBy(i => keys[i], StringComparer.Ordinal).Select(group => (group.Key, Take([.. group])));
    }

    private Frame Take(int[] rows) => new(_columns.ToDictionary(pair => pair.Key, pair => pair.Value.Take(rows)), rows.Length);

    private Frame With(string name, Column column, int length)
    {
        if (_columns.Count > 0 && length != Count)
            throw new ArgumentException($"Every column must have {Count} values, but '{name}' has {length}.", nameof(column));
        var columns = new Dictionary<string, Column>(_columns);
        if (!columns.TryAdd(name, column)) throw new ArgumentException($"The column '{name}' is there already.", nameof(name));
        return new Frame(columns, length);
    }

    private Column Find(string name) => _columns.TryGetValue(name, out var column)
        ? column
        : throw new ArgumentException($"There is no column '{name}'; there are {string.Join(", ", _columns.Keys)}.", nameof(name));

    private sealed record Column(double[]? Numbers, string[]? Texts)
    {
        public Column Take(int[] rows) => new(
            Numbers is null ? null : [.. rows.Select(row => Numbers[row])],
            Texts is null ? null : [.. rows.Select(row => Texts[row])]);

        public string[] AsText() => Texts ?? [.. Numbers!.Select(value => value.ToString("R", CultureInfo.InvariantCulture))];
    }
}

/// <summary>Reads frames from comma-separated files.</summary>
public static class FrameFiles
{
    /// <summary>A table whose first line names its columns; a column of numbers throughout becomes numeric, any other text.</summary>
    /// <exception cref="InvalidDataException">The file has no header, is malformed, or has a line with more or fewer fields than the header.</exception>
    public static Frame ReadCsv(string path)
    {
        try
        {
            using var reader = CsvReader.FromText(File.ReadAllText(path), new CsvReaderOptions());
            return Read(reader, path);
        }
        catch (CsvFormatException e)
        {
            throw new InvalidDataException($"{path} is not a well-formed comma-separated table: {e.Message}", e);
        }
    }

    private static Frame Read(CsvReader reader, string path)
    {
        reader.ReadHeader();
        string[] names = [.. reader.Headers];
        if (names.Length == 0) throw new InvalidDataException($"{path} must begin with a line of column names, but is empty.");
        var columns = names.Select(_ => new List<string>()).ToArray();
        while (reader.Read())
        {
            if (reader.FieldCount != names.Length)
                throw new InvalidDataException($"Row {columns[0].Count + 1} of {path} must have {names.Length} fields as its header, but has {reader.FieldCount}.");
            for (var i = 0; i < names.Length; i++) columns[i].Add(reader.GetString(i));
        }
        return names.Zip(columns).Aggregate(Frame.Of(), (frame, column) => With(frame, column.First, column.Second));
    }

    private static Frame With(Frame frame, string name, List<string> texts)
    {
        double?[] numbers = [.. texts.Select(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : (double?)null)];
        return numbers.Any(number => number is null) ? frame.With(name, texts) : frame.With(name, [.. numbers.Select(number => number!.Value)]);
    }
}
