using System.Runtime.InteropServices;
using System.Text;
using Quanta.LanguageModels.Tokenization.PreTokenizers;

namespace Quanta.LanguageModels.Tokenization.Models;

/// <summary>The unigram language model of Kudo 2018: the cutting of a text into entries whose log-probabilities have the largest sum.</summary>
/// <remarks>Viterbi's algorithm, as in Hugging Face's library: a character that is no entry is unknown, at 10 less than the lowest log-probability; unknown
/// characters in a row are one token, or the tokens of their bytes; of equal sums the one found first stays, entries being tried from the left, short ones first.
/// Steps grow with the text's length times that of the longest entry.</remarks>
internal sealed class UnigramModel : WordModel
{
    private const double UnknownPenalty = 10;

    private readonly Vocabulary _vocabulary;
    private readonly double[] _scores;
    private readonly int _unknown;
    private readonly int[]? _bytes;
    private readonly double _unknownScore;
    private readonly Dictionary<(int Node, char Next), int> _children = [];
    private readonly List<int> _ids = [-1];

    /// <param name="vocabulary">The entries.</param>
    /// <param name="scores">Their log-probabilities, by id.</param>
    /// <param name="unknown">The token of unknown characters.</param>
    /// <param name="bytes">The tokens of the bytes of unknown characters; null: they become <paramref name="unknown"/>.</param>
    public UnigramModel(Vocabulary vocabulary, double[] scores, int unknown, int[]? bytes)
    {
        (_vocabulary, _scores, _unknown, _bytes, _unknownScore) = (vocabulary, scores, unknown, bytes, scores.Min() - UnknownPenalty);
        foreach (var (entry, id) in vocabulary.Entries) AddToTree(entry, id);
    }

    protected override int Encode(ReadOnlySpan<char> word, Span<int> ids)
    {
        var paths = new (double Score, int Start, int Id)[word.Length + 1];
        Array.Fill(paths, (0.0, -1, -1));
        for (var start = 0; start < word.Length;)
        {
            var width = CodePoints.At(word, start, out _);
            if (!ExtendByEntries(word, start, width, paths)) Extend(paths, start, start + width, _unknown, _unknownScore);
            start += width;
        }
        var ends = Ends(paths);
        var (count, begin) = (0, 0);
        for (var i = ends.Count - 1; i >= 0; begin = ends[i--])
            count += Write(word[begin..ends[i]], paths[ends[i]].Id, ids[count..]);
        return count;
    }

    /// <summary>Extends the best path to a place by every entry that stands there; false if the character alone is none.</summary>
    private bool ExtendByEntries(ReadOnlySpan<char> word, int start, int width, (double Score, int Start, int Id)[] paths)
    {
        var (node, isEntry) = (0, false);
        for (var end = start; end < word.Length && _children.TryGetValue((node, word[end]), out node);)
        {
            end++;
            if (_ids[node] < 0) continue;
            Extend(paths, start, end, _ids[node], _scores[_ids[node]]);
            isEntry |= end == start + width;
        }
        return isEntry;
    }

    private static void Extend((double Score, int Start, int Id)[] paths, int start, int end, int id, double score)
    {
        var sum = paths[start].Score + score;
        if (paths[end].Start < 0 || sum > paths[end].Score) paths[end] = (sum, start, id);
    }

    /// <summary>Where the tokens of the best path end, the last first; unknown ones in a row as one.</summary>
    private List<int> Ends((double Score, int Start, int Id)[] paths)
    {
        var (ends, isUnknown) = (new List<int>(), false);
        for (var end = paths.Length - 1; end > 0; end = paths[end].Start)
        {
            var joins = isUnknown && paths[end].Id == _unknown;
            if (!joins) ends.Add(end);
            isUnknown = paths[end].Id == _unknown;
        }
        return ends;
    }

    private int Write(ReadOnlySpan<char> text, int id, Span<int> ids)
    {
        if (id == _unknown && _vocabulary.TryGetId(text, out var known)) id = known;
        if (id != _unknown || _bytes is null)
        {
            ids[0] = id;
            return 1;
        }
        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        for (var i = 0; i < bytes.Length; i++) ids[i] = _bytes[bytes[i]];
        return bytes.Length;
    }

    private void AddToTree(string entry, int id)
    {
        var node = 0;
        foreach (var next in entry)
        {
            ref var child = ref CollectionsMarshal.GetValueRefOrAddDefault(_children, (node, next), out var exists);
            if (!exists)
            {
                child = _ids.Count;
                _ids.Add(-1);
            }
            node = child;
        }
        _ids[node] = id;
    }
}
