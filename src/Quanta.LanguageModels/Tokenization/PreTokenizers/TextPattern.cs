using System.Text;
using Quanta.LanguageModels.Tokenization.Files;

namespace Quanta.LanguageModels.Tokenization.PreTokenizers;

/// <summary>Something that is looked for in a text.</summary>
internal abstract class TextPattern
{
    /// <summary>Reads {"String": text} or {"Regex": expression}.</summary>
    /// <exception cref="InvalidDataException">It is neither, or the expression is not read.</exception>
    public static TextPattern Read(JsonNode pattern)
    {
        var (literal, regex) = (pattern["String"], pattern["Regex"]);
        if (literal.IsPresent) return literal.Text().Length > 0 ? new LiteralPattern(literal.Text()) : throw literal.Refuse("must not be empty");
        if (!regex.IsPresent) throw pattern.Refuse($"must have \"String\" or \"Regex\", but is {pattern.Description}");
        try
        {
            return new CodePointRegex(regex.Text());
        }
        catch (FormatException exception)
        {
            throw regex.Refuse($"must be a regular expression in the syntax that is read here, but {JsonNode.Quote(regex.Text())} {exception.Message}");
        }
    }

    /// <summary>Where it stands, in order and without overlap, in UTF-16 units; characters are never cut.</summary>
    public abstract List<(int Start, int End)> Matches(ReadOnlySpan<char> text);

    /// <summary>The text with <paramref name="content"/> in the place of each match; the same memory where there is none.</summary>
    public ReadOnlyMemory<char> Replace(ReadOnlyMemory<char> text, string content)
    {
        var matches = Matches(text.Span);
        if (matches.Count == 0) return text;
        var (replaced, copied) = (new StringBuilder(text.Length), 0);
        foreach (var (start, end) in matches)
        {
            replaced.Append(text.Span[copied..start]).Append(content);
            copied = end;
        }
        return replaced.Append(text.Span[copied..]).ToString().AsMemory();
    }
}

/// <summary>A text that stands for itself.</summary>
internal sealed class LiteralPattern(string literal) : TextPattern
{
    public override List<(int Start, int End)> Matches(ReadOnlySpan<char> text)
    {
        var matches = new List<(int, int)>();
        for (var from = 0; text[from..].IndexOf(literal, StringComparison.Ordinal) is >= 0 and var found; from += found + literal.Length)
            matches.Add((from + found, from + found + literal.Length));
        return matches;
    }
}

/// <summary>Every character, by its code point, of some kind.</summary>
internal sealed class CharacterPattern(Func<int, bool> contains) : TextPattern
{
    public override List<(int Start, int End)> Matches(ReadOnlySpan<char> text)
    {
        var matches = new List<(int, int)>();
        for (var i = 0; i < text.Length;)
        {
            var width = CodePoints.At(text, i, out var codePoint);
            if (contains(codePoint)) matches.Add((i, i + width));
            i += width;
        }
        return matches;
    }
}
