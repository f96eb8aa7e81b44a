using System.Runtime.InteropServices;
using System.Text;
using Quanta.LanguageModels.Tokenization.AddedTokens;
using Quanta.LanguageModels.Tokenization.Decoders;
using Quanta.LanguageModels.Tokenization.Files;
using Quanta.LanguageModels.Tokenization.Models;
using Quanta.LanguageModels.Tokenization.PreTokenizers;

namespace Quanta.LanguageModels.Tokenization;

/// <summary>A tokenizer read from Hugging Face's tokenizer.json: byte-level BPE (GPT-2's kin, GPT-NeoX, Llama 3, Qwen), SentencePiece's BPE (Llama 2, Gemma) or
/// unigrams.</summary>
/// <remarks>
/// <para>Token ids are those of Hugging Face's library. Text is cut at the added tokens that are looked for as they stand, normalised as the file says, cut at the
/// other added tokens, split into words, and the words are encoded one by one. Special tokens in the text are recognised. Safe for use from several threads at
/// once.</para>
/// <para>Differs from that library:
/// (1) a vocabulary without a token for some byte of UTF-8 is refused, unless the file names an unknown token; there such bytes vanish.
/// (2) Added tokens have the ids the file gives them, or the file is refused; there they are numbered anew.
/// (3) Added tokens decode to their own text; there a token such as "é" is taken for a stand-in of a byte, and one that is normalised decodes to its normalised text.
/// (4) The file's truncation and padding are ignored.
/// (5) Bytes that are no UTF-8 become U+FFFD one for each maximal part of a character, whatever tokens they are of; there one for each byte token of a run.
/// (6) NFC is that of Unicode 9.0, as there; classes of characters are those of the runtime's Unicode, which is newer.</para>
/// </remarks>
public sealed class Tokenizer
{
    /// <summary>The bytes of the longest character in UTF-8.</summary>
    private const int LongestCharacter = 4;

    private readonly Vocabulary _vocabulary;
    private readonly TokenizerDefinition _definition;
    private readonly AddedTokenSplitter _verbatimTokens, _normalizedTokens;
    private readonly HashSet<int> _addedIds;
    private readonly string?[] _texts;

    private Tokenizer(TokenizerDefinition definition)
    {
        _definition = definition;
        _vocabulary = definition.Vocabulary;
        _verbatimTokens = new AddedTokenSplitter([.. definition.AddedTokens.Where(token => !token.Normalized)]);
        _normalizedTokens = new AddedTokenSplitter([.. definition.AddedTokens.Where(token => token.Normalized)
            .Select(token => token with { Content = definition.Normalizer(token.Content.AsMemory()).ToString() })
            .Where(token => token.Content.Length > 0)]);
        _addedIds = [.. definition.AddedTokens.Select(token => token.Id)];
        _texts = new string?[_vocabulary.Size];
    }

    /// <summary>Reads a tokenizer.json, or vocab.json with merges.txt beside it: see <see cref="TokenizerFiles"/>.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or describes a tokenizer of a kind that is not read; the message names the file, the place
    /// and what was found.</exception>
    public static Tokenizer Load(string path) => new(TokenizerFile.Read(path));

    /// <summary>The ids that the post-processor puts before every document, such as that of the BOS. <see cref="Encode(string)"/> does not.</summary>
    public IReadOnlyList<int> DocumentPrefix => _definition.Prefix;

    /// <summary>The ids that it puts after every document.</summary>
    public IReadOnlyList<int> DocumentSuffix => _definition.Suffix;

    /// <summary>Whether an id has a token.</summary>
    public bool HasToken(int id) => _vocabulary.TryGetBytes(id, out _);

    /// <summary>The id of a token by its name, the content of an added token such as &lt;s&gt; or an entry of the vocabulary; null where there is none.</summary>
    public int? IdOf(string token) => _definition.AddedTokens.FirstOrDefault(added => added.Content == token) is { } found ? found.Id
        : _vocabulary.TryGetId(token, out var id) ? id : null;

    /// <summary>One more than the highest token id. A model's output may be padded beyond it.</summary>
    public int VocabularySize => _vocabulary.Size;

    /// <summary>The token ids of a text. An unpaired surrogate counts as U+FFFD.</summary>
    public int[] Encode(string text) => Encode(text, int.MaxValue);

    /// <summary>The first <paramref name="maximumTokens"/> ids of <see cref="Encode(string)"/>, without merging the words that come after them.</summary>
    public int[] Encode(string text, int maximumTokens)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegative(maximumTokens);
        var tokens = new TokenList(maximumTokens, Math.Min(maximumTokens, text.Length / 3));
        foreach (var part in PartsOf(WellFormed(text).AsMemory()))
        {
            if (tokens.IsFull) break;
            if (part.Id >= 0) tokens.Ids.Add(part.Id);
            else _definition.Words.Take(part.Text.Span, part.StartsText, tokens);
        }
        return [.. CollectionsMarshal.AsSpan(tokens.Ids)[..Math.Min(maximumTokens, tokens.Ids.Count)]];
    }

    /// <summary>The text of the tokens together; bytes that are no UTF-8 become U+FFFD, one for each maximal part of a character, as in Hugging
    /// Face's library.</summary>
    /// <remarks>For text that the normalizer leaves as it is, without unpaired surrogates, and a tokenizer whose decoder takes off what it puts in front and that has
    /// no added tokens that strip white space, <c>Decode(Encode(text))</c> is the text.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">An id has no token.</exception>
    public string Decode(ReadOnlySpan<int> ids)
    {
        var stripsFirst = _definition.Decoder.StripsFirstToken && ids.Length > 0 && !_addedIds.Contains(ids[0]);
        var text = stripsFirst
            ? Encoding.UTF8.GetString([.. BytesOf(ids[0]).Where(value => value != ' '), .. DecodeBytes(ids[1..])])
            : Encoding.UTF8.GetString(DecodeBytes(ids));
        return _definition.Decoder.Trim(text);
    }

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

    /// <summary>The bytes of the tokens, end to end: exactly the UTF-8 of the text that they encode, and of a blank that SentencePiece puts in front.</summary>
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
            if (part.Id >= 0)
            {
                yield return part;
                continue;
            }
            foreach (var inner in _normalizedTokens.Split(_definition.Normalizer(part.Text)))
                yield return inner with { StartsText = part.StartsText && inner.StartsText };
        }
    }

    /// <summary>The text with U+FFFD in the place of unpaired surrogates.</summary>
    private static string WellFormed(string text)
    {
        for (var i = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF'); i >= 0 && i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            i++;
        }
        return text;
    }

    private byte[] BytesOf(int id) => _vocabulary.TryGetBytes(id, out var bytes)
        ? bytes
        : throw new ArgumentOutOfRangeException(nameof(id), id, $"A token id must be from 0 to {VocabularySize - 1} and have a token, but {id} has none.");
}
