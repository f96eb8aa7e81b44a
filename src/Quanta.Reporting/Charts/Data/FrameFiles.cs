using System.Globalization;
using CsvHelper;

namespace Quanta.Reporting.Charts;

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
