namespace Quanta.LanguageModels.Tokenization.PreTokenizers;

/// <summary>The splitting of GPT-4 (cl100k), Llama 3, OLMo 2 and StableLM 2, and with single digits that of Qwen 2 and 3.</summary>
/// <remarks>The same words as the matches of <see cref="Expressions"/>, over code points. Letters take one character before them along unless it is a digit or a
/// line end; numbers are cut into threes or ones; other characters take line ends after them along; white space ends at its last line end, or leaves its last
/// character to what follows. The words laid end to end are the text.</remarks>
/// <param name="longestNumber">The digits of a word: 1 or 3.</param>
/// <param name="next">Takes the words.</param>
internal sealed class Gpt4Words(int longestNumber, ITextStage next) : ITextStage
{
    private const string Contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";

    /// <summary>The ways in which files spell the expression, and the digits of a word.</summary>
    public static readonly IReadOnlyDictionary<string, int> Expressions = new Dictionary<string, int>
    {
        [Contractions + @"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"] = 3,
        [@"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"] = 3,
        [Contractions + @"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"] = 1,
    };

    public bool Take(ReadOnlySpan<char> piece, bool startsText, TokenList tokens)
    {
        while (piece.Length > 0)
        {
            var length = FirstWordLength(piece, longestNumber);
            if (!next.Take(piece[..length], startsText, tokens)) return false;
            piece = piece[length..];
            startsText = false;
        }
        return true;
    }

    /// <summary>The length in UTF-16 units of the first word of a non-empty text.</summary>
    public static int FirstWordLength(ReadOnlySpan<char> text, int longestNumber)
    {
        if (text[0] == '\'' && ContractionLength(text) is > 0 and var contraction) return contraction;
        var kind = CharacterClasses.At(text, 0, out var width);
        if (kind == CharacterClass.Number) return NumberLength(text, longestNumber);
        if (kind == CharacterClass.Letter) return CharacterClasses.EndOfRun(text, width, CharacterClass.Letter);
        var after = width < text.Length ? CharacterClasses.At(text, width, out _) : CharacterClass.Space;
        if (after == CharacterClass.Letter && text[0] is not ('\r' or '\n')) return CharacterClasses.EndOfRun(text, width, CharacterClass.Letter);
        if (kind == CharacterClass.Other) return OtherLength(text, 0);
        return text[0] == ' ' && after == CharacterClass.Other ? OtherLength(text, 1) : SpaceLength(text);
    }

    /// <summary>An apostrophe and, in either case, s, t, m, d, ll, ve or re; the long s is an s to a comparison that ignores case.</summary>
    private static int ContractionLength(ReadOnlySpan<char> text)
    {
        var (first, second) = (text.Length > 1 ? text[1] | 0x20 : 0, text.Length > 2 ? text[2] | 0x20 : 0);
        if (text.Length > 1 && (first is 's' or 't' or 'm' or 'd' || text[1] == '\u017F')) return 2;
        return (first, second) is ('l', 'l') or ('v', 'e') or ('r', 'e') ? 3 : 0;
    }

    private static int NumberLength(ReadOnlySpan<char> text, int longest)
    {
        var end = 0;
        for (var digits = 0; digits < longest && end < text.Length && CharacterClasses.At(text, end, out var width) == CharacterClass.Number; digits++) end += width;
        return end;
    }

    private static int OtherLength(ReadOnlySpan<char> text, int start)
    {
        var end = CharacterClasses.EndOfRun(text, start, CharacterClass.Other);
        while (end < text.Length && (text[end] is '\r' or '\n')) end++;
        return end;
    }

    private static int SpaceLength(ReadOnlySpan<char> text)
    {
        var run = text[..CharacterClasses.EndOfRun(text, 0, CharacterClass.Space)];
        var lineEnd = run.LastIndexOfAny('\r', '\n');
        return lineEnd >= 0 ? lineEnd + 1 : Gpt2Words.SpaceLength(text);
    }
}
