namespace Quanta.Discovery.Similarity.Tiles;

/// <summary>Takes the tiles of a symmetric matrix as they are computed, and remembers which units of work are whole.</summary>
public interface ISimilarityStore
{
    /// <summary>Whether a unit was finished, now or in an earlier, interrupted run.</summary>
    bool IsDone(int unit);

    /// <summary>Stores a tile and, mirrored, its transpose.</summary>
    /// <param name="row">The matrix row of the tile's first row.</param>
    /// <param name="column">The matrix column of the tile's first column.</param>
    /// <param name="rows">Rows of the tile.</param>
    /// <param name="columns">Columns of the tile.</param>
    /// <param name="tile">[rows, columns], row-major.</param>
    /// <param name="absolute">Whether it belongs to the similarity of absolute values.</param>
    void Write(int row, int column, int rows, int columns, ReadOnlySpan<float> tile, bool absolute);

    /// <summary>All tiles of the unit were written.</summary>
    void Finish(int unit);
}
