using Quanta.Discovery.Similarity.Exact;

namespace Quanta.Discovery.Tests.Similarity;

/// <summary>Keeps similarities in memory.</summary>
internal sealed class MemoryStore(int count, bool absolute = false) : ISimilarityStore
{
    private readonly HashSet<int> _done = [];

    public float[,] Cosine { get; } = new float[count, count];

    public float[,] Absolute { get; } = new float[count, count];

    public IReadOnlyList<bool> Kinds => absolute ? [false, true] : [false];

    public int UnitsDone => _done.Count;

    public bool IsDone(int unit) => _done.Contains(unit);

    public void Write(ReadOnlySpan<int> rows, ReadOnlySpan<int> columns, ReadOnlySpan<float> tile, bool absolute)
    {
        var matrix = absolute ? Absolute : Cosine;
        for (var i = 0; i < rows.Length; i++)
            for (var j = 0; j < columns.Length; j++) matrix[rows[i], columns[j]] = matrix[columns[j], rows[i]] = tile[i * columns.Length + j];
    }

    public void Finish(IReadOnlyCollection<int> units) => _done.UnionWith(units);
}
