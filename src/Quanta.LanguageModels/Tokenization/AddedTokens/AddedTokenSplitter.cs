using System.Buffers;
using System.Globalization;
using Quanta.LanguageModels.Tokenization.Files;
using Quanta.LanguageModels.Tokenization.Models;
using Quanta.LanguageModels.Tokenization.PreTokenizers;

namespace Quanta.LanguageModels.Tokenization.AddedTokens;

/// <summary>A part of a text: an added token, or text between them.</summary>
/// <param name="Id">The token; -1: none.</param>
/// <param name="Text">The part, never empty.</param>
/// <param name="StartsText">Whether nothing comes before it.</param>
internal readonly record struct TextPart(int Id, ReadOnlyMemory<char> Text, bool StartsText);

/// <summary>Cuts text at added tokens: the leftmost first, the longest of those that start there.</summary>
internal sealed class AddedTokenSplitter
{
    private readonly SearchValues<string> _contents;
    private readonly Dictionary<char, AddedToken[]> _byFirst;

    public AddedTokenSplitter(IReadOnlyCollection<AddedToken> tokens)
    {
        _contents = SearchValues.Create([.. tokens.Select(token => token.Content)], StringComparison.Ordinal);
        _byFirst = tokens.GroupBy(token => token.Content[0])
            .ToDictionary(group => group.Key, group => group.OrderByDescending(token => token.Content.Length).ToArray());
    }

    /// <summary>The parts in order, found one at a time as they are asked for.</summary>
    /// <remarks>As in Hugging Face's library: a match rejected for touching a word is not searched again inside, white space that one token takes
    /// along may still start another, and the text before a token that strips to the left loses its trailing white space.</remarks>
    public IEnumerable<TextPart> Split(ReadOnlyMemory<char> text)
    {
        var covered = 0;
        foreach (var (token, match) in Matches(text))
        {
            var (start, end) = (match, match + token.Content.Length);
            if (token.SingleWord && TouchesWord(text.Span, start, end)) continue;
            if (token.StripsLeft) start = Math.Max(covered, text.Span[..start].TrimEnd().Length);
            if (token.StripsRight) end = text.Length - text.Span[end..].TrimStart().Length;
            if (start >= end) continue;
            if (covered < start) yield return new TextPart(-1, text[covered..start], covered == 0);
            yield return new TextPart(token.Id, text[start..end], start == 0);
            covered = end;
        }
        if (covered < text.Length) yield return new TextPart(-1, text[covered..], covered == 0);
    }

    private IEnumerable<(AddedToken Token, int Start)> Matches(ReadOnlyMemory<char> text)
    {
        for (var from = 0; ;)
        {
            var found = text.Span[from..].IndexOfAny(_contents);
            if (found < 0) yield break;
            var start = from + found;
            var token = LongestAt(text.Span[start..]);
            yield return (token, start);
            from = start + token.Content.Length;
        }
    }

    private AddedToken LongestAt(ReadOnlySpan<char> text)
    {
        foreach (var token in _byFirst[text[0]])
            if (text.StartsWith(token.Content)) return token;
        throw new InvalidOperationException("The search found an added token where none starts.");
    }

    private static bool TouchesWord(ReadOnlySpan<char> text, int start, int end)
    {
        var before = start >= 2 && char.IsSurrogatePair(text[start - 2], text[start - 1]) ? start - 2 : start - 1;
        return (start > 0 && IsWordCharacter(text, before)) || (end < text.Length && IsWordCharacter(text, end));
    }

    /// <summary>The regular expressions' \w: letters, marks, decimal and letter numbers, connectors and the zero-width joiners.</summary>
    private static bool IsWordCharacter(ReadOnlySpan<char> text, int index)
    {
        CodePoints.At(text, index, out var codePoint);
        return CharUnicodeInfo.GetUnicodeCategory(codePoint) switch
        {
            <= UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation => true,
            _ => codePoint is 0x200C or 0x200D || IsCircledLetter(codePoint),
        };
    }

    /// <summary>The letters in circles and squares, which are alphabetic though their category is a symbol's.</summary>
    private static bool IsCircledLetter(int codePoint) =>
        codePoint is >= 0x24B6 and <= 0x24E9 or >= 0x1F130 and <= 0x1F149 or >= 0x1F150 and <= 0x1F169 or >= 0x1F170 and <= 0x1F189;
}

/// <summary>A token that is found in the text before it is split into words, with the flags of Hugging Face's added tokens.</summary>
internal sealed record AddedToken(int Id, string Content)
{
    /// <summary>Found only where no word character touches it.</summary>
    public bool SingleWord { get; init; }

    /// <summary>Takes the white space before it along.</summary>
    public bool StripsLeft { get; init; }

    /// <summary>Takes the white space after it along.</summary>
    public bool StripsRight { get; init; }

    /// <summary>Its content is normalised and looked for in normalised text; otherwise it is looked for first, in the text as given.</summary>
    public bool Normalized { get; init; }

    /// <summary>Reads added_tokens of a tokenizer.json, and gives the tokens their ids in the vocabulary.</summary>
    public static List<AddedToken> ReadAll(JsonNode tokens, Vocabulary vocabulary)
    {
        var added = new List<AddedToken>();
        foreach (var token in tokens.IsPresent ? tokens.Items() : [])
        {
            var content = token["content"].Text();
            if (content.Length == 0) continue;
            var id = token["id"].Int32Below(Vocabulary.LargestSize);
            if (added.Exists(earlier => earlier.Content == content && earlier.Id == id)) continue;
            vocabulary.AddText(token, content, id);
            added.Add(new AddedToken(id, content)
            {
                SingleWord = token["single_word"].Flag(absent: false),
                StripsLeft = token["lstrip"].Flag(absent: false),
                StripsRight = token["rstrip"].Flag(absent: false),
                Normalized = token["normalized"].Flag(absent: !token["special"].Flag(absent: false)),
            });
        }
        return added;
    }
}
