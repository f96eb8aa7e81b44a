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

/// <summary>A token for each byte of UTF-8, under its stand-in in <see cref="ByteAlphabet"/>.</summary>
internal sealed class ByteSymbols : Symbols
{
    private const int OnStack = 256;

    private readonly Vocabulary _vocabulary;
    private readonly int[] _ids = new int[256];

    /// <exception cref="InvalidDataException">A byte that occurs in UTF-8 has no token.</exception>
    public ByteSymbols(JsonNode place, Vocabulary vocabulary)
    {
        _vocabulary = vocabulary;
        for (var value = 0; value < 256; value++) _ids[value] = IdOf(place, vocabulary, (byte)value, ByteAlphabet.CharacterOf((byte)value).ToString());
    }

    public override int Read(ReadOnlySpan<char> word, Span<int> ids)
    {
        var largest = Encoding.UTF8.GetMaxByteCount(word.Length);
        var bytes = largest <= OnStack ? stackalloc byte[largest] : new byte[largest];
        var count = Encoding.UTF8.GetBytes(word, bytes);
        for (var i = 0; i < count; i++) ids[i] = _ids[bytes[i]];
        return count;
    }

    public override bool TryWhole(ReadOnlySpan<char> word, out int id)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(word)];
        Encoding.UTF8.GetBytes(word, bytes);
        return _vocabulary.TryGetId(ByteAlphabet.EntryOf(bytes), out id);
    }

    /// <summary>The token of a byte; -1 for one that never occurs in UTF-8 and has none.</summary>
    public static int IdOf(JsonNode place, Vocabulary vocabulary, byte value, string entry)
    {
        if (vocabulary.TryGetId(entry, out var id)) return id;
        var occursInUtf8 = value is not (0xC0 or 0xC1 or > 0xF4);
        return occursInUtf8 ? throw place.Refuse($"must have a token for every byte of UTF-8, but has none for 0x{value:x2} ({JsonNode.Quote(entry)})") : -1;
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

    /// <summary>The tokens &lt;0x00&gt; to &lt;0xFF&gt;.</summary>
    /// <exception cref="InvalidDataException">A byte that occurs in UTF-8 has none.</exception>
    public static int[] ByteTokens(JsonNode place, Vocabulary vocabulary) =>
        [.. Enumerable.Range(0, 256).Select(value => ByteSymbols.IdOf(place, vocabulary, (byte)value, ByteFallback.EntryOf((byte)value)))];
}
