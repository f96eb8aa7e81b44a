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
    private const string Numbers = "number";

    /// <summary>Whether a reader with scripts can sort it.</summary>
    public bool IsSortable { get; init; }

    public void Write(HtmlWriter html)
    {
        // A wide table scrolls in its own box, which the keyboard must be able to reach.
        using var box = html.Element("div", ("class", "scroll"), ("role", "region"), ("tabindex", "0"), ("aria-labelledby", Id + "-caption"));
        using var table = html.Element("table", ("id", Id), ("class", IsSortable ? "sortable" : "plain"));
        using (html.Element("caption", ("id", Id + "-caption"))) html.Leaf("span", Caption);
        var ofNumbers = Columns.Select((_, column) => IsOfNumbers(column)).ToArray();
        using (html.Element("thead"))
        using (html.Element("tr"))
            for (var column = 0; column < Columns.Count; column++)
                html.Leaf("th", Columns[column], ("scope", "col"), ("class", ofNumbers[column] ? Numbers : "words"));
        using (html.Element("tbody"))
            foreach (var row in Rows) WriteRow(html, row, ofNumbers);
    }

    private static void WriteRow(HtmlWriter html, IReadOnlyList<Cell> row, bool[] ofNumbers)
    {
        using var tr = html.Element("tr");
        for (var column = 0; column < row.Count; column++)
        {
            var cell = row[column];
            List<(string, string)> attributes = column == 0 ? [("scope", "row")] : [];
            if (cell.IsWhole || ofNumbers[column]) attributes.Add(("class", cell.IsWhole ? "whole" : Numbers));
            if (ofNumbers[column] && !double.IsNaN(cell.Value)) attributes.Add(("data-value", Figures.Exact(cell.Value)));
            using (html.Element(column == 0 ? "th" : "td", [.. attributes])) WriteText(html, cell);
        }
    }

    private static void WriteText(HtmlWriter html, Cell cell)
    {
        if (cell.Anchor is not null) html.Leaf("a", cell.Text, ("href", "#" + cell.Anchor));
        else if (cell.IsData) html.Data(cell.Text);
        else html.Text(cell.Text);
    }

    private bool IsOfNumbers(int column) => column > 0 && Rows.Any(row => !double.IsNaN(row[column].Value));
}
