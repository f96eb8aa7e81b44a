using CsvHelper;
using Quanta.Formats.Text;

namespace Quanta.Scaling.Tables;

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
