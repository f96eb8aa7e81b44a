using System.Globalization;

namespace Quanta.ToyModels.Parity.Analysis;

/// <summary>A table of numbers under named columns: the data of a figure, written as CSV.</summary>
public sealed class ResultTable(params string[] columns)
{
    private readonly List<double[]> _rows = [];

    public IReadOnlyList<string> Columns => columns;

    public IReadOnlyList<double[]> Rows => _rows;

    /// <exception cref="ArgumentException">The row does not have a value for each column.</exception>
    public void Add(params double[] row)
    {
        if (row.Length != columns.Length) throw new ArgumentException($"A row of this table has {columns.Length} values, but {row.Length} were given.", nameof(row));
        _rows.Add(row);
    }

    /// <summary>The values of one column.</summary>
    public double[] Column(string name)
    {
        var at = Array.IndexOf(columns, name);
        return at < 0 ? throw new ArgumentException($"The table has no column '{name}', only {string.Join(", ", columns)}.", nameof(name)) : [.. _rows.Select(row => row[at])];
    }

    /// <summary>Comma-separated, a header line first, numbers in the shortest form that reads back as float32's precision or better.</summary>
    public void WriteCsv(TextWriter writer)
    {
        writer.Write(string.Join(',', columns));
        writer.Write('\n');
        foreach (var row in _rows)
        {
            writer.Write(string.Join(',', row.Select(value => value.ToString("G9", CultureInfo.InvariantCulture))));
            writer.Write('\n');
        }
    }
}
