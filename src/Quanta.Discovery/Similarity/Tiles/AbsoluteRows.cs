using System.Numerics.Tensors;
using Quanta.Numerics.Matrices;

namespace Quanta.Discovery.Similarity.Tiles;

/// <summary>The absolute values of rows in memory.</summary>
internal sealed class AbsoluteRows(MatrixView values) : ILongRows
{
    public int Count => values.RowCount;

    public int Length => values.ColumnCount;

    public MatrixView Read(int row, int rows, int column, int columns, SliceScratch scratch)
    {
        var block = scratch.Block(rows, columns);
        for (var i = 0; i < rows; i++) TensorPrimitives.Abs(values.Row(row + i).Slice(column, columns), scratch.Row(i, columns));
        return block;
    }
}
