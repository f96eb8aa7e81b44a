using System.Runtime.InteropServices;
using System.Text;
using Quanta.LanguageModels.Tokenization.Internals;

namespace Quanta.LanguageModels.Tokenization;

/// <summary>A byte-level BPE tokenizer of the GPT-NeoX kind (Pythia's, GPT-2's, GPT-Neo's), read from Hugging Face's tokenizer.json.</summary>
/// <remarks>
/// <para>Token ids are those of Hugging Face's library. Text is cut at the added tokens that are looked for as they stand, brought into NFC
/// (Unicode 9.0, as there) where the file says so, cut at the other added tokens, split into words as GPT-2 does, and each word's UTF-8 bytes are
/// merged pair by pair. Special tokens in the text are recognised. Safe for use from several threads at once.</para>
/// <para>Differs from that library:
/// (1) a vocabulary without a token for some byte of UTF-8 is refused; there such bytes vanish.
/// (2) Added tokens have the ids the file gives them, or the file is refused; there they are numbered anew.
/// (3) Added tokens decode to their own text; there a token such as "é" is taken for a stand-in of a byte.
/// (4) The file's truncation and padding are ignored.</para>
/// </remarks>
public sealed class Tokenizer
{
    /// <summary>The bytes of the longest character in UTF-8.</summary>
    private const int LongestCharacter = 4;

    private readonly Vocabulary _vocabulary;
    private readonly TokenizerDefinition _definition;
    private readonly AddedTokenSplitter _verbatimTokens, _normalizedTokens;
    private readonly WordEncoder _words;
    private readonly string?[] _texts;

    private Tokenizer(TokenizerDefinition definition)
    {
        _definition = definition;
        _vocabulary = definition.Vocabulary;
        _verbatimTokens = new AddedTokenSplitter([.. definition.AddedTokens.Where(token => !token.Normalized)]);
        _normalizedTokens = new AddedTokenSplitter([.. definition.AddedTokens.Where(token => token.Normalized)
            .Select(token => token with { Content = Normalize(token.Content.AsMemory()).ToString() })]);
        _words = new WordEncoder(definition);
        _texts = new string?[_vocabulary.Size];
    }

    /// <summary>Reads a tokenizer.json.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or describes a tokenizer of another kind; the message names the file, the place
    /// and what was found.</exception>
    public static Tokenizer Load(string path) => new(TokenizerFile.Read(path));

    /// <summary>One more than the highest token id. A model's output may be padded beyond it.</summary>
    public int VocabularySize => _vocabulary.Size;

    /// <summary>The token ids of a text. An unpaired surrogate counts as U+FFFD.</summary>
    public int[] Encode(string text) => Encode(text, int.MaxValue);

    /// <summary>The first <paramref name="maximumTokens"/> ids of <see cref="Encode(string)"/>, without merging the words that come after them.</summary>
    public int[] Encode(string text, int maximumTokens)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegative(maximumTokens);
        var tokens = new List<int>(Math.Min(maximumTokens, text.Length / 3));
        foreach (var part in PartsOf(text.AsMemory()))
        {
            if (tokens.Count >= maximumTokens) break;
            if (part.Id >= 0) tokens.Add(part.Id);
            else EncodeWords(part.Text.Span, maximumTokens, tokens);
        }
        return [.. CollectionsMarshal.AsSpan(tokens)[..Math.Min(maximumTokens, tokens.Count)]];
    }

    /// <summary>The text of the tokens together; bytes that are no UTF-8 become U+FFFD, one for each maximal part of a character, as in Hugging
    /// Face's library.</summary>
    /// <remarks>For text in NFC without unpaired surrogates, and a tokenizer without a prefix blank and without added tokens that strip white space,
    /// <c>Decode(Encode(text))</c> is the text.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">An id has no token.</exception>
    public string Decode(ReadOnlySpan<int> ids) => Encoding.UTF8.GetString(DecodeBytes(ids));

    /// <summary>The text of each token decoded on its own: a character spread over several tokens becomes U+FFFD in each.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id has no token.</exception>
    public string[] DecodeEach(ReadOnlySpan<int> ids)
    {
        var texts = new string[ids.Length];
        for (var i = 0; i < ids.Length; i++)
        {
            var bytes = BytesOf(ids[i]);
            texts[i] = _texts[ids[i]] ??= Encoding.UTF8.GetString(bytes);
        }
        return texts;
    }

    /// <summary>The text of a slice of a document, by token, in whole characters: one that is spread over tokens stands at the target if it has a part in it,
    /// else at the last token of the slice that has, and nowhere else.</summary>
    /// <remarks>End to end they are the slice's text, with the characters at its ends whole where the document has the rest of them. For showing tokens in their
    /// context; the published artifacts use <see cref="DecodeEach"/>.</remarks>
    /// <param name="document">The ids of a document.</param>
    /// <param name="first">The slice's first token.</param>
    /// <param name="end">One after its last.</param>
    /// <param name="target">The token, by its place in the document, that characters go to; -1: none.</param>
    /// <exception cref="ArgumentOutOfRangeException">An id has no token.</exception>
    public string[] DecodeWhole(ReadOnlySpan<int> document, int first, int end, int target = -1)
    {
        var start = Math.Max(0, first - LongestCharacter);
        var tokens = BytesAround(document, first, end);
        return WholeCharacters.Divide(tokens, first - start, end - start, target < 0 ? -1 : target - start);
    }

    /// <summary>A token's bytes, and how many bytes of the characters that it has a part in come before them: 0 where it begins with a whole character.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id has no token.</exception>
    public (byte[] Bytes, int Offset) BytesWithin(ReadOnlySpan<int> document, int token)
    {
        var tokens = BytesAround(document, token, token + 1);
        return (BytesOf(document[token]), WholeCharacters.BytesBefore(tokens, Math.Min(token, LongestCharacter)));
    }

    /// <summary>The bytes of the tokens, end to end: exactly the UTF-8 of the text that they encode.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id has no token.</exception>
    public byte[] DecodeBytes(ReadOnlySpan<int> ids)
    {
        var bytes = new List<byte>(4 * ids.Length);
        foreach (var id in ids) bytes.AddRange(BytesOf(id));
        return [.. bytes];
    }

    /// <summary>How many bytes of UTF-8 each token stands for, by its id; 0 where an id has no token.</summary>
    public int[] ByteLengths() => [.. Enumerable.Range(0, VocabularySize).Select(id => _vocabulary.TryGetBytes(id, out var bytes) ? bytes.Length : 0)];

    /// <summary>The bytes of tokens and of as many before and after as may hold parts of the same characters.</summary>
    private List<byte[]> BytesAround(ReadOnlySpan<int> document, int first, int end)
    {
        var tokens = new List<byte[]>();
        for (var t = Math.Max(0, first - LongestCharacter); t < Math.Min(document.Length, end + LongestCharacter); t++) tokens.Add(BytesOf(document[t]));
        return tokens;
    }

    private IEnumerable<TextPart> PartsOf(ReadOnlyMemory<char> text)
    {
        foreach (var part in _verbatimTokens.Split(text))
        {
            if (part.Id >= 0) yield return part;
            else foreach (var inner in _normalizedTokens.Split(Normalize(part.Text))) yield return inner;
        }
    }

    private ReadOnlyMemory<char> Normalize(ReadOnlyMemory<char> text) => _definition.Normalizes ? CanonicalComposition.Normalize(text) : text;

    private void EncodeWords(ReadOnlySpan<char> text, int maximumTokens, List<int> tokens)
    {
        if (_definition.AddsPrefixSpace && text[0] != ' ') text = string.Concat(" ", text);
        while (text.Length > 0 && tokens.Count < maximumTokens)
        {
            var length = WordScanner.FirstWordLength(text);
            _words.Encode(text[..length], tokens);
            text = text[length..];
        }
    }

    private byte[] BytesOf(int id) => _vocabulary.TryGetBytes(id, out var bytes)
        ? bytes
        : throw new ArgumentOutOfRangeException(nameof(id), id, $"A token id must be from 0 to {VocabularySize - 1} and have a token, but {id} has none.");
}
