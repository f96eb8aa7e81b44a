namespace Quanta.Reporting.Report;

/// <summary>One cell of a table.</summary>
/// <param name="Text">What it shows.</param>
internal readonly record struct Cell(string Text)
{
    /// <summary>What the cell is sorted by where that is a number; NaN otherwise.</summary>
    public double Value { get; init; } = double.NaN;

    /// <summary>Whether the text comes from the run, and not from us.</summary>
    public bool IsData { get; init; }

    /// <summary>Whether the text stays on one line.</summary>
    public bool IsWhole { get; init; }

    /// <summary>The anchor in the page that the text leads to, or null.</summary>
    public string? Anchor { get; init; }

    public static implicit operator Cell(string text) => new(text);

    /// <summary>Text from the run.</summary>
    public static Cell Data(string text) => new(text) { IsData = true };

    /// <summary>A number with the text that stands for it.</summary>
    public static Cell Number(double value, string text) => new(text) { Value = value };
}

/// <summary>A table whose first column names its rows; columns of numbers stand to the right.</summary>
/// <param name="Id">The element's id.</param>
/// <param name="Caption">What the table shows.</param>
/// <param name="Columns">The heading of each column.</param>
/// <param name="Rows">The cells, row by row.</param>
internal sealed record Table(string Id, string Caption, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows)
{
    private const string Numbers = "number", Whole = "whole";

    /// <summary>Whether a reader with scripts can sort it.</summary>
    public bool IsSortable { get; init; }

    public void Write(HtmlWriter html)
    {
        // A wide table scrolls in its own box, which the keyboard must be able to reach.
        using var box = html.Element("div", ("class", "scroll"), ("role", "region"), ("tabindex", "0"), ("aria-labelledby", Id + "-caption"));
        using var table = html.Element("table", ("id", Id), ("class", IsSortable ? "sortable" : "plain"));
        using (html.Element("caption", ("id", Id + "-caption"))) html.Leaf("span", Caption);
        using (html.Element("thead"))
        using (html.Element("tr"))
            for (var column = 0; column < Columns.Count; column++) html.Leaf("th", Columns[column], ("scope", "col"), ("class", ClassOf(column)));
        using (html.Element("tbody"))
            foreach (var row in Rows) WriteRow(html, row);
    }

    private void WriteRow(HtmlWriter html, IReadOnlyList<Cell> row)
    {
        using var tr = html.Element("tr");
        for (var column = 0; column < row.Count; column++)
        {
            var cell = row[column];
            if (column == 0)
                using (cell.IsWhole ? html.Element("th", ("scope", "row"), ("class", Whole)) : html.Element("th", ("scope", "row"))) WriteText(html, cell);
            else if (!double.IsNaN(cell.Value))
                using (html.Element("td", ("class", Numbers), ("data-value", Figures.Exact(cell.Value)))) WriteText(html, cell);
            else if (cell.IsWhole || IsOfNumbers(column))
                using (html.Element("td", ("class", cell.IsWhole ? Whole : Numbers))) WriteText(html, cell);
            else
                using (html.Element("td")) WriteText(html, cell);
        }
    }

    private static void WriteText(HtmlWriter html, Cell cell)
    {
        if (cell.Anchor is not null) html.Leaf("a", cell.Text, ("href", "#" + cell.Anchor));
        else if (cell.IsData) html.Data(cell.Text);
        else html.Text(cell.Text);
    }

    private string ClassOf(int column) => IsOfNumbers(column) ? Numbers : "words";

    private bool IsOfNumbers(int column) => column > 0 && Rows.Any(row => !double.IsNaN(row[column].Value));
}
