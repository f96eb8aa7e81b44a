namespace Quanta.Reporting.Charts;

/// <summary>
/// Values on a rectangular mesh: cell (row, column) covers y from RowEdges[row] to RowEdges[row + 1] and x from ColumnEdges[column] to
/// ColumnEdges[column + 1]. NaN is a missing cell.
/// </summary>
public sealed class Grid
{
    private readonly double[] _values;

    private Grid(double[] columnEdges, double[] rowEdges, double[] values)
    {
        (ColumnEdges, RowEdges, _values) = (RequireRising(columnEdges, "column"), RequireRising(rowEdges, "row"), values);
        if (values.Length != Rows * Columns)
            throw new ArgumentException($"A grid of {Rows} rows and {Columns} columns needs {Rows * Columns} values, but {values.Length} were "
                + $"given.", nameof(values));
    }

    public IReadOnlyList<double> ColumnEdges { get; }

    public IReadOnlyList<double> RowEdges { get; }

    public int Columns => ColumnEdges.Count - 1;

    public int Rows => RowEdges.Count - 1;

    internal IReadOnlyList<double> Values => _values;

    public double this[int row, int column] => _values[row * Columns + column];

    /// <summary>Cells between the given edges, in data units and rising; values row-major.</summary>
    /// <exception cref="ArgumentException">The edges do not rise, or the number of values is not rows × columns.</exception>
    public static Grid Mesh(IReadOnlyList<double> columnEdges, IReadOnlyList<double> rowEdges, IReadOnlyList<double> values) =>
        new([.. columnEdges], [.. rowEdges], [.. values]);

    /// <summary>Cells of width and height 1 centred on whole numbers: row r on firstRow + r, column c on firstColumn + c.</summary>
    public static Grid Matrix(int rows, int columns, Func<int, int, double> value, double firstRow = 0, double firstColumn = 0)
    {
        var values = new double[rows * columns];
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++) values[row * columns + column] = value(row, column);
        return new Grid(UnitEdges(columns, firstColumn), UnitEdges(rows, firstRow), values);
    }

    /// <summary>The cells whose indices lie in the ranges.</summary>
    internal Grid Part(Range rows, Range columns)
    {
        var (firstRow, rowCount) = rows.GetOffsetAndLength(Rows);
        var (firstColumn, columnCount) = columns.GetOffsetAndLength(Columns);
        var values = new double[rowCount * columnCount];
        for (var row = 0; row < rowCount; row++)
            for (var column = 0; column < columnCount; column++) values[row * columnCount + column] = this[firstRow + row, firstColumn + column];
        return new Grid(
            [.. ColumnEdges.Skip(firstColumn).Take(columnCount + 1)],
            [.. RowEdges.Skip(firstRow).Take(rowCount + 1)],
            values);
    }

    private static double[] UnitEdges(int count, double first) => [.. Enumerable.Range(0, count + 1).Select(i => first + i - 0.5)];

    private static double[] RequireRising(double[] edges, string what)
    {
        for (var i = 1; i < edges.Length; i++)
            if (!(edges[i] > edges[i - 1])) throw new ArgumentException($"The {what} edges of a grid must rise, but edge {i} is {edges[i]} after "
                + $"{edges[i - 1]}.", nameof(edges));
        return edges.Length > 1
            ? edges
            : throw new ArgumentException($"A grid needs at least two {what} edges, but has {edges.Length}.", nameof(edges));
    }
}
