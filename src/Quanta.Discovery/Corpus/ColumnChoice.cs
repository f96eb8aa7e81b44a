using Quanta.Formats.Columns;

namespace Quanta.Discovery.Corpus;

/// <summary>Which column of a Parquet or Arrow file is the corpus.</summary>
public static class ColumnChoice
{
    /// <summary>The usual names of text, the first that is there: The Pile's and most sets', The Stack's and RefinedWeb's, RedPajama's.</summary>
    private static readonly string[] TextNames = ["text", "content", "raw_content"];

    /// <summary>The usual names of token ids, taken where there is no text.</summary>
    private static readonly string[] TokenNames = ["input_ids", "tokens"];

    /// <summary>The column that was asked for, or else the first of the usual names, or the only one of strings.</summary>
    /// <param name="file">The file.</param>
    /// <param name="asked">The column's name (--field), or null.</param>
    /// <exception cref="InvalidDataException">There is no such column, it is neither text nor a list of whole numbers, or several could be meant.</exception>
    public static Column Of(ColumnFile file, string? asked)
    {
        if (asked is not null) return Asked(file, asked);
        var usual = TextNames.Select(name => Find(file, name, ColumnContent.Text)).Concat(TokenNames.Select(name => Find(file, name, ColumnContent.Tokens)));
        if (usual.FirstOrDefault(column => column is not null) is { } found) return found;
        return file.Columns.Where(column => column.Content == ColumnContent.Text).ToList() switch
        {
            [var only] => only,
            [] => throw Bad(file, $"it has no column of text or of lists of token ids, but one is required; {ColumnsOf(file)}."),
            _ => throw Bad(file, $"several of its columns hold text, so the one to read must be named with --field; {ColumnsOf(file)}."),
        };
    }

    private static Column Asked(ColumnFile file, string name)
    {
        var column = file.Columns.FirstOrDefault(column => column.Name == name)
            ?? throw Bad(file, $"it has no column \"{name}\"; {ColumnsOf(file)} (--field names the one to read).");
        return column.Content != ColumnContent.Other
            ? column
            : throw Bad(file, $"its column {column} must hold a text or a list of whole numbers in each row; {ColumnsOf(file)} (--field names the one to read).");
    }

    private static Column? Find(ColumnFile file, string name, ColumnContent content) =>
        file.Columns.FirstOrDefault(column => column.Name == name && column.Content == content);

    private static string ColumnsOf(ColumnFile file) =>
        file.Columns.Count == 0 ? "it has no columns at all" : $"its columns are {string.Join(", ", file.Columns)}";

    private static InvalidDataException Bad(ColumnFile file, string sentence) => new($"{file.Path}: {sentence}");
}
