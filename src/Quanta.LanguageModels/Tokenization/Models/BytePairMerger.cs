using System.Numerics;

namespace Quanta.LanguageModels.Tokenization.Models;

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

/// <summary>Which pairs of neighbouring tokens merge, into what, and in which order: the learned part of byte-pair encoding.</summary>
/// <remarks>A flat table with linear probing, at most half full: one touch of memory a lookup, most of which find nothing.</remarks>
internal sealed class MergeTable
{
    /// <summary>The merge of a pair that does not merge; greater than every other.</summary>
    public const ulong None = ulong.MaxValue;

    private readonly (ulong Pair, ulong Merge)[] _slots;
    private readonly int _shift;

    /// <param name="merges">Left and right token and what they merge into, in order of rank. A pair named twice keeps its later rank, as in
    /// Hugging Face's reader.</param>
    public MergeTable(IReadOnlyList<(int Left, int Right, int Merged)> merges)
    {
        var size = BitOperations.RoundUpToPowerOf2((uint)merges.Count * 2 + 2);
        _shift = 64 - BitOperations.Log2(size);
        _slots = new (ulong, ulong)[size];
        Array.Fill(_slots, (0UL, None));
        for (var rank = 0; rank < merges.Count; rank++)
        {
            var (left, right, merged) = merges[rank];
            SlotOf(Pack(left, right)) = (Pack(left, right), Pack(rank, merged));
        }
    }

    /// <summary>The merge of two neighbours: rank in the upper half (the smallest merges first), merged token in the lower half.</summary>
    public ulong Of(int left, int right) => SlotOf(Pack(left, right)).Merge;

    public static int Merged(ulong merge) => (int)(uint)merge;

    public static uint Rank(ulong merge) => (uint)(merge >> 32);

    /// <summary>The slot that holds the pair, or the empty one where it belongs.</summary>
    private ref (ulong Pair, ulong Merge) SlotOf(ulong pair)
    {
        var mask = _slots.Length - 1;
        for (var index = (int)(pair * 0x9E3779B97F4A7C15 >> _shift); ; index = (index + 1) & mask)
        {
            ref var slot = ref _slots[index];
            if (slot.Pair == pair || slot.Merge == None) return ref slot;
        }
    }

    private static ulong Pack(int high, int low) => (ulong)(uint)high << 32 | (uint)low;
}
