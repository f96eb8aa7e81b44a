using Quanta.Discovery.Similarity.Tiles;

namespace Quanta.Discovery.Tests.Similarity;

/// <summary>Keeps similarities in memory.</summary>
internal sealed class MemoryStore(int count) : ISimilarityStore
{
    private readonly HashSet<int> _done = [];

    public float[,] Cosine { get; } = new float[count, count];

    public float[,] Absolute { get; } = new float[count, count];

    public bool IsDone(int unit) => _done.Contains(unit);

    public void Write(int row, int column, int rows, int columns, ReadOnlySpan<float> tile, bool absolute)
    {
        var matrix = absolute ? Absolute : Cosine;
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++) matrix[row + i, column + j] = matrix[column + j, row + i] = tile[i * columns + j];
    }

    public void Finish(int unit) => _done.Add(unit);
}
