using System.Buffers;
using System.Text;
using Quanta.LanguageModels.Tokenization.PreTokenizers;

namespace Quanta.LanguageModels.Tokenization.Models;

/// <summary>A model that encodes one piece at a time, whatever stands around it. Safe for use from several threads.</summary>
internal abstract class WordModel : ITextStage
{
    private const int OnStack = 256;

    private readonly WordCache _cache = new();

    public bool Take(ReadOnlySpan<char> piece, bool startsText, TokenList tokens)
    {
        if (_cache.TryGet(piece, out var cached)) tokens.Ids.AddRange(cached);
        else EncodeAnew(piece, tokens.Ids);
        return !tokens.IsFull;
    }

    /// <summary>Writes a word's tokens, at most as many as its UTF-8 has bytes, and returns how many.</summary>
    protected abstract int Encode(ReadOnlySpan<char> word, Span<int> ids);

    private void EncodeAnew(ReadOnlySpan<char> word, List<int> tokens)
    {
        var largest = Encoding.UTF8.GetMaxByteCount(word.Length);
        if (largest <= OnStack)
        {
            EncodeAnew(word, stackalloc int[largest], tokens);
            return;
        }
        var ids = ArrayPool<int>.Shared.Rent(largest);
        EncodeAnew(word, ids, tokens);
        ArrayPool<int>.Shared.Return(ids);
    }

    private void EncodeAnew(ReadOnlySpan<char> word, Span<int> ids, List<int> tokens)
    {
        ids = ids[..Encode(word, ids)];
        tokens.AddRange((ReadOnlySpan<int>)ids);
        _cache.Add(word, ids);
    }
}

/// <summary>Remembers the tokens of recent words: a table of fixed size in which a word replaces whichever held its place.</summary>
/// <remarks>Safe for use from several threads: an entry is immutable and its reference is replaced whole. Which words are remembered never changes
/// a result.</remarks>
internal sealed class WordCache
{
    private const int Places = 1 << 17;
    private const int LongestWord = 64;

    private readonly Entry?[] _entries = new Entry?[Places];

    public bool TryGet(ReadOnlySpan<char> word, out ReadOnlySpan<int> tokens)
    {
        var entry = Volatile.Read(ref _entries[Place(word)]);
        var found = entry is not null && word.SequenceEqual(entry.Word);
        tokens = found ? entry!.Tokens : default;
        return found;
    }

    /// <summary>Remembers a word, unless it is so long that it will hardly come again.</summary>
    public void Add(ReadOnlySpan<char> word, ReadOnlySpan<int> tokens)
    {
        if (word.Length <= LongestWord) Volatile.Write(ref _entries[Place(word)], new Entry(word.ToString(), tokens.ToArray()));
    }

    private static int Place(ReadOnlySpan<char> word) => string.GetHashCode(word) & (Places - 1);

    private sealed record Entry(string Word, int[] Tokens);
}
