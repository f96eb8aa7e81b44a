using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Quanta.Numerics.Matrices;

namespace Quanta.Discovery.Similarity.Tiles;

/// <summary>Rows of float16 values, two of which lie in each float32 place of a matrix.</summary>
internal sealed class HalfRows(Matrix packed, int length) : ILongRows
{
    public int Count => packed.Rows;

    public int Length => length;

    public MatrixView Read(int row, int rows, int column, int columns, SliceScratch scratch)
    {
        var block = scratch.Block(rows, columns);
        for (var i = 0; i < rows; i++)
            TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<float, Half>(packed.Row(row + i)).Slice(column, columns), scratch.Row(i, columns));
        return block;
    }
}
