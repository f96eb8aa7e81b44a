using System.Runtime.InteropServices;

namespace Quanta.LanguageModels.Tokenization.Training;

/// <summary>The distinct words of a text as sequences of tokens, and the count of every pair of neighbours, kept up to date while pairs merge.</summary>
internal sealed class MergingWords
{
    private readonly List<(int[] Tokens, long Count)> _words = [];
    private readonly Dictionary<(int Left, int Right), long> _counts = [];

    /// <summary>The words in which a pair has ever stood.</summary>
    private readonly Dictionary<(int Left, int Right), HashSet<int>> _places = [];

    /// <summary>Pairs by falling count. Entries whose count has changed since are put back when they come up.</summary>
    private readonly PriorityQueue<(int Left, int Right), (long NegativeCount, int Left, int Right)> _queue = new();

    public MergingWords(IEnumerable<KeyValuePair<string, long>> words, Func<char, int> idOf)
    {
        foreach (var (word, count) in words)
        {
            _words.Add(([.. word.Select(idOf)], count));
            AddPairs(_words.Count - 1, sign: 1);
        }
        foreach (var pair in _counts.Keys) Enqueue(pair);
    }

    /// <summary>The most frequent pair, of equals that with the smallest ids; null when no word has two tokens.</summary>
    public (int Left, int Right, long Count)? MostFrequent()
    {
        while (_queue.TryPeek(out var pair, out var priority))
        {
            var count = _counts[pair];
            if (count == -priority.NegativeCount && count > 0) return (pair.Left, pair.Right, count);
            _queue.Dequeue();
            if (count > 0 && count < -priority.NegativeCount) Enqueue(pair);
        }
        return null;
    }

    /// <summary>Merges every occurrence of the pair, from the left of each word.</summary>
    public void Merge(int left, int right, int merged)
    {
        var touched = new HashSet<(int, int)>();
        foreach (var index in _places[(left, right)].ToArray())
        {
            var (tokens, count) = _words[index];
            var shorter = Merge(tokens, left, right, merged);
            if (shorter.Length == tokens.Length) continue;
            AddPairs(index, sign: -1);
            _words[index] = (shorter, count);
            AddPairs(index, sign: 1);
            for (var i = 1; i < shorter.Length; i++)
                if (shorter[i - 1] == merged || shorter[i] == merged) touched.Add((shorter[i - 1], shorter[i]));
        }
        foreach (var pair in touched) Enqueue(pair);
    }

    private static int[] Merge(int[] tokens, int left, int right, int merged)
    {
        var result = new List<int>(tokens.Length);
        for (var i = 0; i < tokens.Length; i++)
        {
            var matches = tokens[i] == left && i + 1 < tokens.Length && tokens[i + 1] == right;
            result.Add(matches ? merged : tokens[i]);
            if (matches) i++;
        }
        return [.. result];
    }

    private void AddPairs(int index, int sign)
    {
        var (tokens, count) = _words[index];
        for (var i = 1; i < tokens.Length; i++)
        {
            var pair = (tokens[i - 1], tokens[i]);
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, pair, out _) += sign * count;
            if (sign < 0) continue;
            ref var places = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, pair, out _);
            (places ??= []).Add(index);
        }
    }

    private void Enqueue((int Left, int Right) pair) => _queue.Enqueue(pair, (-_counts[pair], pair.Left, pair.Right));
}
