namespace Quanta.LanguageModels.Tokenization.Internals;

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
