namespace Quanta.Numerics.Clustering.Internals;

/// <summary>What a change of membership does to the sums over each cluster's points.</summary>
/// <remarks>For each cluster that changed: whether its sum starts anew, and the points to add or take away, ascending. A cluster is summed anew
/// where that takes
/// no more points than the changes, which also keeps rounding from piling up.</remarks>
internal sealed class CentroidEdits
{
    private readonly int[] _start, _entries;
    private readonly bool[] _anew;

    private CentroidEdits(int[] start, int[] entries, bool[] anew, int[] changed) =>
        (_start, _entries, _anew, Changed) = (start, entries, anew, changed);

    /// <summary>The clusters whose sums change, ascending.</summary>
    public int[] Changed { get; }

    /// <summary>Whether the sum of a cluster starts from zero.</summary>
    public bool IsAnew(int cluster) => _anew[cluster];

    /// <summary>Points of a changed cluster: p adds point p, ~p takes it away.</summary>
    public ReadOnlySpan<int> Entries(int cluster) => _entries.AsSpan(_start[cluster].._start[cluster + 1]);

    /// <summary>From one membership to the next; -1 is a point of no cluster. A cluster that would be left empty is not touched.</summary>
    public static CentroidEdits Between(ReadOnlySpan<int> before, ReadOnlySpan<int> after, int clusters)
    {
        var (changes, sizes) = (new int[clusters], new int[clusters]);
        for (var i = 0; i < after.Length; i++)
        {
            if (after[i] >= 0) sizes[after[i]]++;
            if (before[i] == after[i]) continue;
            if (after[i] >= 0) changes[after[i]]++;
            if (before[i] >= 0) changes[before[i]]++;
        }
        var (start, anew) = (new int[clusters + 1], new bool[clusters]);
        var changed = new List<int>();
        for (var c = 0; c < clusters; c++)
        {
            var touched = changes[c] > 0 && sizes[c] > 0;
            anew[c] = touched && sizes[c] <= changes[c];
            start[c + 1] = start[c] + (touched ? Math.Min(sizes[c], changes[c]) : 0);
            if (touched) changed.Add(c);
        }
        var entries = Fill(before, after, start, anew);
        return new CentroidEdits(start, entries, anew, [.. changed]);
    }

    private static int[] Fill(ReadOnlySpan<int> before, ReadOnlySpan<int> after, int[] start, bool[] anew)
    {
        var entries = new int[start[^1]];
        var next = start[..^1];
        for (var i = 0; i < after.Length; i++)
        {
            var (from, to) = (before[i], after[i]);
            var moved = from != to;
            if (to >= 0 && start[to + 1] > start[to] && (moved || anew[to])) entries[next[to]++] = i;
            if (moved && from >= 0 && start[from + 1] > start[from] && !anew[from]) entries[next[from]++] = ~i;
        }
        return entries;
    }
}
