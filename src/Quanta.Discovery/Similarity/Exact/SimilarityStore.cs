using Quanta.Discovery.Runs;

namespace Quanta.Discovery.Similarity.Exact;

/// <summary>Takes the tiles of a symmetric matrix as they are computed, and remembers which units of a <see cref="TileGrid"/> are whole.</summary>
public interface ISimilarityStore
{
    /// <summary>What is computed: cosines (false), and those of absolute values (true) when asked for.</summary>
    IReadOnlyList<bool> Kinds { get; }

    /// <summary>Whether a unit was finished, now or in an earlier, interrupted run.</summary>
    bool IsDone(int unit);

    /// <summary>Stores a tile and, mirrored, its transpose.</summary>
    /// <param name="rows">The matrix rows of the tile's rows, ascending.</param>
    /// <param name="columns">The matrix columns of the tile's columns, ascending.</param>
    /// <param name="tile">[rows, columns], row-major.</param>
    /// <param name="absolute">Whether it belongs to the similarity of absolute values.</param>
    void Write(ReadOnlySpan<int> rows, ReadOnlySpan<int> columns, ReadOnlySpan<float> tile, bool absolute);

    /// <summary>All pairs of these units were written; this waits for the disk.</summary>
    void Finish(IReadOnlyCollection<int> units);
}

/// <summary>Similarity matrices on disk, as .npy files that appear under their names only when they are whole.</summary>
internal sealed class NpySimilarityStore : ISimilarityStore, IDisposable
{
    private readonly PartialArray[] _arrays;
    private float[] _column = [];

    /// <param name="cosinePath">Where C goes.</param>
    /// <param name="absolutePath">Where the similarity of absolute values goes, if it is computed.</param>
    /// <param name="count">n: the matrices are [n, n].</param>
    /// <param name="origin">What the values follow from.</param>
    public NpySimilarityStore(string cosinePath, string? absolutePath, int count, string origin)
    {
        string[] paths = absolutePath is null ? [cosinePath] : [cosinePath, absolutePath];
        var units = new TileGrid(count).UnitCount;
        _arrays = [.. paths.Select(path => new PartialArray(path, [count, count], units, $"{origin}; tiles of {TileGrid.Side}"))];
        Kinds = absolutePath is null ? [false] : [false, true];
    }

    public IReadOnlyList<bool> Kinds { get; }

    public bool IsDone(int unit) => _arrays.All(array => array.IsDone(unit));

    public void Write(ReadOnlySpan<int> rows, ReadOnlySpan<int> columns, ReadOnlySpan<float> tile, bool absolute)
    {
        var array = _arrays[absolute ? 1 : 0];
        for (var i = 0; i < rows.Length; i++) WriteRow(array, rows[i], columns, tile.Slice(i * columns.Length, columns.Length));
        if (rows == columns) return;
        if (_column.Length < rows.Length) _column = new float[rows.Length];
        for (var j = 0; j < columns.Length; j++)
        {
            for (var i = 0; i < rows.Length; i++) _column[i] = tile[i * columns.Length + j];
            WriteRow(array, columns[j], rows, _column.AsSpan(0, rows.Length));
        }
    }

    public void Finish(IReadOnlyCollection<int> units)
    {
        foreach (var array in _arrays) array.Finish(units);
    }

    public void Complete()
    {
        foreach (var array in _arrays) array.Complete();
    }

    public void Dispose()
    {
        foreach (var array in _arrays) array.Dispose();
    }

    /// <summary>Places that lie side by side go in one piece.</summary>
    private static void WriteRow(PartialArray array, int row, ReadOnlySpan<int> places, ReadOnlySpan<float> values)
    {
        for (int start = 0, end; start < places.Length; start = end)
        {
            for (end = start + 1; end < places.Length && places[end] == places[end - 1] + 1; end++)
            {
            }
            array.Write(row, places[start], values[start..end]);
        }
    }
}
