namespace Quanta.Numerics.Products.Managed;

/// <summary>A cut of [rows, columns] into <see cref="Count"/> blocks of nearly equal size.</summary>
internal readonly record struct Grid(int Rows, int Columns, int RowParts, int ColumnParts, int ColumnStep)
{
    private const int RowStep = 14;

    public int Count => RowParts * ColumnParts;

    /// <summary>The cut into <paramref name="pieces"/> blocks whose sides, all in all, are shortest: the least packing.</summary>
    public static Grid Of(int rows, int columns, int pieces, int columnStep)
    {
        var best = new Grid(rows, columns, 1, pieces, columnStep);
        for (var rowParts = 2; rowParts <= pieces; rowParts++)
        {
            var candidate = best with { RowParts = rowParts, ColumnParts = pieces / rowParts };
            if (pieces % rowParts == 0 && candidate.LongestSides < best.LongestSides) best = candidate;
        }
        return best;
    }

    public (int Row, int Rows, int Column, int Columns) Piece(int index)
    {
        var (i, j) = (index / ColumnParts, index % ColumnParts);
        var (row, column) = (Boundary(i, Rows, RowParts, RowStep), Boundary(j, Columns, ColumnParts, ColumnStep));
        return (row, Boundary(i + 1, Rows, RowParts, RowStep) - row, column, Boundary(j + 1, Columns, ColumnParts, ColumnStep) - column);
    }

    private double LongestSides => (double)Rows / RowParts + (double)Columns / ColumnParts;

    private static int Boundary(int part, int size, int parts, int step)
    {
        var steps = (size + step - 1) / step;
        return Math.Min(size, (int)((long)steps * part / parts) * step);
    }
}
