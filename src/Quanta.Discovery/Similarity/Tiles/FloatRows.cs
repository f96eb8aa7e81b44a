using Quanta.Numerics.Matrices;

namespace Quanta.Discovery.Similarity.Tiles;

/// <summary>Rows in memory as they are.</summary>
internal sealed class FloatRows(MatrixView values) : ILongRows
{
    public int Count => values.RowCount;

    public int Length => values.ColumnCount;

    public MatrixView Read(int row, int rows, int column, int columns, SliceScratch scratch) => values.Block(row, rows, column, columns);
}
