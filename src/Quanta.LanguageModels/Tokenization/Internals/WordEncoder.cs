using System.Buffers;
using System.Text;

namespace Quanta.LanguageModels.Tokenization.Internals;

/// <summary>Encodes one word at a time, as GPT-2's splitting gives them. Safe for use from several threads.</summary>
internal sealed class WordEncoder(TokenizerDefinition definition)
{
    private const int OnStack = 256;

    private readonly Vocabulary _vocabulary = definition.Vocabulary;
    private readonly WordCache _cache = new();

    /// <summary>Appends the word's tokens.</summary>
    public void Encode(ReadOnlySpan<char> word, List<int> tokens)
    {
        if (_cache.TryGet(word, out var cached))
        {
            tokens.AddRange(cached);
            return;
        }
        var largest = Encoding.UTF8.GetMaxByteCount(word.Length);
        if (largest <= OnStack)
        {
            EncodeAnew(word, stackalloc byte[largest], stackalloc int[largest], tokens);
            return;
        }
        var (bytes, ids) = (ArrayPool<byte>.Shared.Rent(largest), ArrayPool<int>.Shared.Rent(largest));
        EncodeAnew(word, bytes, ids, tokens);
        ArrayPool<byte>.Shared.Return(bytes);
        ArrayPool<int>.Shared.Return(ids);
    }

    private void EncodeAnew(ReadOnlySpan<char> word, Span<byte> bytes, Span<int> ids, List<int> tokens)
    {
        bytes = bytes[..Encoding.UTF8.GetBytes(word, bytes)];
        ids = ids[..Merge(bytes, ids)];
        tokens.AddRange((ReadOnlySpan<int>)ids);
        _cache.Add(word, ids);
    }

    private int Merge(ReadOnlySpan<byte> bytes, Span<int> ids)
    {
        if (definition.IgnoresMerges && TryWhole(bytes, out ids[0])) return 1;
        for (var i = 0; i < bytes.Length; i++) ids[i] = _vocabulary.IdOf(bytes[i]);
        return BytePairMerger.Merge(definition.Merges, ids[..bytes.Length]);
    }

    private bool TryWhole(ReadOnlySpan<byte> bytes, out int id)
    {
        var entry = new char[bytes.Length];
        for (var i = 0; i < bytes.Length; i++) entry[i] = ByteAlphabet.CharacterOf(bytes[i]);
        return _vocabulary.TryGetId(entry, out id);
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
