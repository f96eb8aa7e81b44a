using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Quanta.LanguageModels.Tokenization;

namespace Quanta.Discovery.Selection;

/// <summary>What a token is by its own text, the bytes that it stands for; nothing around it is looked at. The first that fits.</summary>
public enum TokenKind
{
    /// <summary>Anything else: letters beside digits or marks, parts of characters, tokens of no text.</summary>
    Other,

    /// <summary>White space only, with a line feed or a carriage return.</summary>
    Newline,

    /// <summary>Other white space only.</summary>
    Space,

    /// <summary>Letters and combining marks only.</summary>
    Word,

    /// <summary>The same after white space: in most vocabularies the beginning of a word.</summary>
    [JsonStringEnumMemberName("space-word")]
    SpaceWord,

    /// <summary>Digits and other numerals only, white space before them or not.</summary>
    Number,

    /// <summary>Punctuation and symbols only, white space before them or not.</summary>
    Punctuation,
}

/// <summary>Tells the kinds of tokens, and their names.</summary>
public static class TokenKinds
{
    /// <summary>The kinds by the names that they have in options.</summary>
    public static IReadOnlyDictionary<string, TokenKind> ByName { get; } = new Dictionary<string, TokenKind>
    {
        ["word"] = TokenKind.Word,
        ["space-word"] = TokenKind.SpaceWord,
        ["number"] = TokenKind.Number,
        ["punctuation"] = TokenKind.Punctuation,
        ["newline"] = TokenKind.Newline,
        ["space"] = TokenKind.Space,
        ["other"] = TokenKind.Other,
    };

    /// <summary>The kinds of a vocabulary's tokens, by their ids; of ids without a token, <see cref="TokenKind.Other"/>.</summary>
    public static TokenKind[] Of(Tokenizer tokenizer) =>
        [.. Enumerable.Range(0, tokenizer.VocabularySize).Select(id => tokenizer.HasToken(id) ? Of(tokenizer.DecodeBytes([id])) : TokenKind.Other)];

    /// <summary>The kind of a token by its bytes.</summary>
    /// <param name="bytes">UTF-8, or a part of it; special tokens stand for their names.</param>
    public static TokenKind Of(ReadOnlySpan<byte> bytes)
    {
        var classes = Classes.None;
        var (spaces, hasSpaceAfter, breaks) = (false, false, false);
        for (var rest = bytes; rest.Length > 0;)
        {
            if (Rune.DecodeFromUtf8(rest, out var rune, out var length) != OperationStatus.Done) return TokenKind.Other;
            rest = rest[length..];
            if (!Rune.IsWhiteSpace(rune)) classes |= ClassOf(rune);
            else if (classes == Classes.None) (spaces, breaks) = (true, breaks || rune.Value is '\n' or '\r');
            else hasSpaceAfter = true;
        }
        return classes switch
        {
            _ when hasSpaceAfter => TokenKind.Other,
            Classes.None when spaces => breaks ? TokenKind.Newline : TokenKind.Space,
            Classes.Letter or (Classes.Letter | Classes.Mark) => spaces ? TokenKind.SpaceWord : TokenKind.Word,
            Classes.Number => TokenKind.Number,
            Classes.Punctuation => TokenKind.Punctuation,
            _ => TokenKind.Other,
        };
    }

    private static Classes ClassOf(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        <= UnicodeCategory.OtherLetter => Classes.Letter,
        <= UnicodeCategory.EnclosingMark => Classes.Mark,
        <= UnicodeCategory.OtherNumber => Classes.Number,
        >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherSymbol => Classes.Punctuation,
        _ => Classes.Other,
    };

    /// <summary>What characters a text has.</summary>
    [Flags]
    private enum Classes
    {
        None = 0,
        Letter = 1,
        Mark = 2,
        Number = 4,
        Punctuation = 8,
        Other = 16,
    }
}
