using System.Text;
using Quanta.LanguageModels.Tokenization.Decoders;
using Quanta.LanguageModels.Tokenization.Files;
using Quanta.LanguageModels.Tokenization.PreTokenizers;

namespace Quanta.LanguageModels.Tokenization.Models;

/// <summary>The smallest tokens of a word, which byte pairs are merged from.</summary>
internal abstract class Symbols
{
    /// <summary>Writes a word's symbols, at most as many as its UTF-8 has bytes, and returns how many.</summary>
    public abstract int Read(ReadOnlySpan<char> word, Span<int> ids);

    /// <summary>The token that is the whole word.</summary>
    public abstract bool TryWhole(ReadOnlySpan<char> word, out int id);
}

/// <summary>The tokens of the 256 bytes.</summary>
internal static class ByteTokens
{
    /// <summary>Under their stand-ins in <see cref="ByteAlphabet"/>; -1 for a byte that never occurs in UTF-8 and has none.</summary>
    /// <param name="place">The vocabulary in its file.</param>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <exception cref="InvalidDataException">A byte that occurs in UTF-8 has no token.</exception>
    public static int[] OfAlphabet(JsonNode place, Vocabulary vocabulary) => Of(place, vocabulary, value => ByteAlphabet.CharacterOf(value).ToString());

    /// <summary>Under the names &lt;0x00&gt; to &lt;0xFF&gt;.</summary>
    public static int[] OfFallback(JsonNode place, Vocabulary vocabulary) => Of(place, vocabulary, ByteFallback.EntryOf);

    private static int[] Of(JsonNode place, Vocabulary vocabulary, Func<byte, string> entryOf)
    {
        var ids = new int[256];
        for (var value = 0; value < ids.Length; value++)
        {
            var entry = entryOf((byte)value);
            var occursInUtf8 = value is not (0xC0 or 0xC1 or > 0xF4);
            if (vocabulary.TryGetId(entry, out ids[value])) continue;
            if (occursInUtf8) throw place.Refuse($"must have a token for every byte of UTF-8, but has none for 0x{value:x2} ({JsonNode.Quote(entry)})");
            ids[value] = -1;
        }
        return ids;
    }
}

/// <summary>A token for each byte of UTF-8, under its stand-in.</summary>
/// <param name="vocabulary">The entries.</param>
/// <param name="bytes">The tokens of the bytes.</param>
internal sealed class ByteSymbols(Vocabulary vocabulary, int[] bytes) : Symbols
{
    private const int OnStack = 256;

    public override int Read(ReadOnlySpan<char> word, Span<int> ids)
    {
        var largest = Encoding.UTF8.GetMaxByteCount(word.Length);
        var utf8 = largest <= OnStack ? stackalloc byte[largest] : new byte[largest];
        var count = Encoding.UTF8.GetBytes(word, utf8);
        for (var i = 0; i < count; i++) ids[i] = bytes[utf8[i]];
        return count;
    }

    public override bool TryWhole(ReadOnlySpan<char> word, out int id)
    {
        var utf8 = new byte[Encoding.UTF8.GetByteCount(word)];
        Encoding.UTF8.GetBytes(word, utf8);
        return vocabulary.TryGetId(ByteAlphabet.EntryOf(utf8), out id);
    }
}

/// <summary>A token for each character; for those without one the tokens of their bytes, or else the unknown token.</summary>
/// <remarks>The stand-ins of bytes are characters too, where pre-tokenizers came between ByteLevel and the model.</remarks>
internal sealed class CharacterSymbols : Symbols
{
    private const int LongestCharacter = 4;

    private readonly Vocabulary _vocabulary;
    private readonly int[] _basicPlane = new int[0x10000];

    public CharacterSymbols(Vocabulary vocabulary)
    {
        _vocabulary = vocabulary;
        Array.Fill(_basicPlane, -1);
        foreach (var (entry, id) in vocabulary.Entries)
            if (entry.Length == 1) _basicPlane[entry[0]] = id;
    }

    /// <summary>The tokens of the bytes of characters without a token; null: they become <see cref="Unknown"/>.</summary>
    public int[]? Bytes { get; init; }

    /// <summary>The token of characters without one.</summary>
    public int Unknown { get; init; }

    /// <summary>Several such characters in a row become one token.</summary>
    public bool FusesUnknown { get; init; }

    public override int Read(ReadOnlySpan<char> word, Span<int> ids)
    {
        var (count, afterUnknown) = (0, false);
        for (var i = 0; i < word.Length;)
        {
            var width = CodePoints.At(word, i, out _);
            var isKnown = TryGetId(word.Slice(i, width), out var id);
            if (isKnown) ids[count++] = id;
            else if (Bytes is not null) count += ReadBytes(word.Slice(i, width), ids[count..]);
            else if (!afterUnknown || !FusesUnknown) ids[count++] = Unknown;
            afterUnknown = !isKnown;
            i += width;
        }
        return count;
    }

    public override bool TryWhole(ReadOnlySpan<char> word, out int id) => _vocabulary.TryGetId(word, out id);

    private bool TryGetId(ReadOnlySpan<char> character, out int id)
    {
        if (character.Length > 1) return _vocabulary.TryGetId(character, out id);
        id = _basicPlane[character[0]];
        return id >= 0;
    }

    private int ReadBytes(ReadOnlySpan<char> character, Span<int> ids)
    {
        Span<byte> bytes = stackalloc byte[LongestCharacter];
        var count = Encoding.UTF8.GetBytes(character, bytes);
        for (var i = 0; i < count; i++) ids[i] = Bytes![bytes[i]];
        return count;
    }
}
