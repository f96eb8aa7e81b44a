namespace Quanta.LanguageModels.Tokenization.Internals;

/// <summary>Byte-pair encoding of one word: merges the pair of neighbours of lowest rank, the leftmost of equals, until no pair merges.</summary>
internal static class BytePairMerger
{
    /// <summary>Up to this many tokens, scanning for the lowest rank is faster than a queue.</summary>
    private const int LongestScanned = 64;

    /// <summary>Merges in place and returns how many tokens remain, at the front. Takes O(n log n) steps for n tokens.</summary>
    public static int Merge(MergeTable table, Span<int> tokens) =>
        tokens.Length <= LongestScanned ? MergeByScan(table, tokens) : MergeByQueue(table, tokens);

    internal static int MergeByScan(MergeTable table, Span<int> tokens)
    {
        Span<ulong> stack = stackalloc ulong[LongestScanned];
        var merges = tokens.Length <= LongestScanned ? stack : new ulong[tokens.Length];
        var count = tokens.Length;
        for (var i = 0; i + 1 < count; i++) merges[i] = table.Of(tokens[i], tokens[i + 1]);
        while (count > 1)
        {
            var (best, merge) = (0, merges[0]);
            for (var i = 1; i < count - 1; i++)
                if (merges[i] < merge) (best, merge) = (i, merges[i]);
            if (merge == MergeTable.None) break;
            tokens[best] = MergeTable.Merged(merge);
            tokens[(best + 2)..count].CopyTo(tokens[(best + 1)..]);
            count--;
            if (best + 1 < count) merges[(best + 2)..count].CopyTo(merges[(best + 1)..]);
            if (best > 0) merges[best - 1] = table.Of(tokens[best - 1], tokens[best]);
            if (best + 1 < count) merges[best] = table.Of(tokens[best], tokens[best + 1]);
        }
        return count;
    }

    /// <summary>The same with a linked list of the tokens and a queue of their merges, whose outdated entries are recognised when they come up.</summary>
    internal static int MergeByQueue(MergeTable table, Span<int> tokens)
    {
        var word = new LinkedWord(table, tokens);
        while (word.TryMergeLowest()) { }
        return word.CopyTo(tokens);
    }

    private sealed class LinkedWord
    {
        private readonly MergeTable _table;
        private readonly int[] _tokens, _next, _previous;
        private readonly ulong[] _merges;
        private readonly PriorityQueue<int, ulong> _queue;

        public LinkedWord(MergeTable table, ReadOnlySpan<int> tokens)
        {
            var count = tokens.Length;
            _table = table;
            _tokens = tokens.ToArray();
            _next = [.. Enumerable.Range(1, count)];
            _previous = [.. Enumerable.Range(-1, count)];
            _merges = new ulong[count];
            Array.Fill(_merges, MergeTable.None);
            for (var i = 0; i + 1 < count; i++) _merges[i] = table.Of(tokens[i], tokens[i + 1]);
            var mergeable = Enumerable.Range(0, count).Where(i => _merges[i] != MergeTable.None);
            _queue = new PriorityQueue<int, ulong>(mergeable.Select(i => (i, Priority(i))));
        }

        public bool TryMergeLowest()
        {
            while (_queue.TryDequeue(out var at, out var priority))
            {
                if (_merges[at] == MergeTable.None || Priority(at) != priority) continue;
                var removed = _next[at];
                _tokens[at] = MergeTable.Merged(_merges[at]);
                _merges[removed] = MergeTable.None;
                _next[at] = _next[removed];
                if (_next[at] < _tokens.Length) _previous[_next[at]] = at;
                Update(at);
                if (_previous[at] >= 0) Update(_previous[at]);
                return true;
            }
            return false;
        }

        public int CopyTo(Span<int> tokens)
        {
            var count = 0;
            for (var at = 0; at < _tokens.Length; at = _next[at]) tokens[count++] = _tokens[at];
            return count;
        }

        private void Update(int at)
        {
            _merges[at] = _next[at] < _tokens.Length ? _table.Of(_tokens[at], _tokens[_next[at]]) : MergeTable.None;
            if (_merges[at] != MergeTable.None) _queue.Enqueue(at, Priority(at));
        }

        /// <summary>Lowest rank first, then leftmost.</summary>
        private ulong Priority(int at) => (ulong)MergeTable.Rank(_merges[at]) << 32 | (uint)at;
    }
}
