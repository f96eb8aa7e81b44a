using Quanta.Discovery.Runs;

namespace Quanta.Discovery.Similarity.Tiles;

/// <summary>Similarity matrices on disk, as .npy files that appear under their names only when they are whole.</summary>
internal sealed class NpySimilarityStore : ISimilarityStore, IDisposable
{
    private readonly PartialArray _cosine;
    private readonly PartialArray? _absolute;
    private float[] _mirrored = [];

    /// <param name="cosinePath">Where C goes.</param>
    /// <param name="absolutePath">Where the similarity of absolute values goes, if it is computed.</param>
    /// <param name="count">n: the matrices are [n, n].</param>
    /// <param name="plan">A name of the plan; finished units of another plan do not count.</param>
    public NpySimilarityStore(string cosinePath, string? absolutePath, int count, string plan)
    {
        _cosine = new PartialArray(cosinePath, [count, count], plan);
        _absolute = absolutePath is null ? null : new PartialArray(absolutePath, [count, count], plan);
    }

    /// <summary>Deletes what an interrupted run left.</summary>
    public static void Discard(string cosinePath, string? absolutePath)
    {
        PartialArray.Discard(cosinePath);
        if (absolutePath is not null) PartialArray.Discard(absolutePath);
    }

    public bool IsDone(int unit) => _cosine.IsDone(unit) && _absolute?.IsDone(unit) != false;

    public void Write(int row, int column, int rows, int columns, ReadOnlySpan<float> tile, bool absolute)
    {
        var array = absolute ? _absolute! : _cosine;
        for (var i = 0; i < rows; i++) array.Write(row + i, column, tile.Slice(i * columns, columns));
        if (row == column) return;
        if (_mirrored.Length < rows) _mirrored = new float[rows];
        for (var j = 0; j < columns; j++)
        {
            for (var i = 0; i < rows; i++) _mirrored[i] = tile[i * columns + j];
            array.Write(column + j, row, _mirrored.AsSpan(0, rows));
        }
    }

    public void Finish(int unit)
    {
        _absolute?.Finish(unit);
        _cosine.Finish(unit);
    }

    public void Complete()
    {
        _absolute?.Complete();
        _cosine.Complete();
    }

    public void Dispose()
    {
        _absolute?.Dispose();
        _cosine.Dispose();
    }
}
