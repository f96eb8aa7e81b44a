using Quanta.Numerics.Matrices;

namespace Quanta.Discovery.Similarity.Tiles;

/// <summary>Rows too long to be multiplied whole: they are read a slice of columns at a time.</summary>
internal interface ILongRows
{
    int Count { get; }

    /// <summary>The number of columns.</summary>
    int Length { get; }

    /// <summary>A block of float32 values, valid until <paramref name="scratch"/> is used again.</summary>
    /// <param name="row">The first row.</param>
    /// <param name="rows">At most <see cref="TileProduct.Size"/>.</param>
    /// <param name="column">The first column.</param>
    /// <param name="columns">At most <see cref="TileProduct.SliceLength"/>.</param>
    /// <param name="scratch">Memory for values that are not kept as they are wanted.</param>
    MatrixView Read(int row, int rows, int column, int columns, SliceScratch scratch);
}
