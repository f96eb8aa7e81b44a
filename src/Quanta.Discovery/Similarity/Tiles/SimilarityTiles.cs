namespace Quanta.Discovery.Similarity.Tiles;

/// <summary>Cosines of unit rows, tile by tile: the part that exact and sketched similarities share.</summary>
internal static class SimilarityTiles
{
    /// <summary>Writes the cosines of a pair of blocks, of a block with itself only the tiles on and below the diagonal.</summary>
    /// <param name="pair">Where the blocks stand in the matrix.</param>
    /// <param name="left">The rows of the first block.</param>
    /// <param name="right">The rows of the other; the same object when the pair is on the diagonal.</param>
    /// <param name="absolute">Whether these are the cosines of absolute values.</param>
    /// <param name="tiles">Multiplies.</param>
    /// <param name="store">Takes the tiles.</param>
    /// <param name="progress">Told of each tile done.</param>
    /// <param name="cancellation">Stops between tiles.</param>
    public static void Write(
        BlockPair pair, ILongRows left, ILongRows right, bool absolute, TileProduct tiles, ISimilarityStore store, IStageProgress progress, CancellationToken cancellation)
    {
        for (var i = 0; i < pair.Count; i += TileProduct.Size)
        {
            var rows = new TileRows(left, i, Math.Min(TileProduct.Size, pair.Count - i));
            for (var j = 0; j < (pair.IsDiagonal ? i + 1 : pair.OtherCount); j += TileProduct.Size)
            {
                cancellation.ThrowIfCancellationRequested();
                var columns = new TileRows(right, j, Math.Min(TileProduct.Size, pair.OtherCount - j));
                var tile = tiles.Multiply(rows, columns);
                Finish(tile, rows.Count, columns.Count, isDiagonal: pair.IsDiagonal && i == j);
                store.Write(pair.Start + i, pair.OtherStart + j, rows.Count, columns.Count, tile, absolute);
                progress.Advance(1);
            }
        }
    }

    /// <summary>Rounding may leave a cosine slightly outside [-1, 1], and a diagonal slightly off 1.</summary>
    private static void Finish(Span<float> tile, int rows, int columns, bool isDiagonal)
    {
        for (var k = 0; k < tile.Length; k++) tile[k] = Math.Clamp(tile[k], -1, 1);
        if (isDiagonal)
            for (var k = 0; k < rows; k++) tile[k * columns + k] = 1;
    }
}
