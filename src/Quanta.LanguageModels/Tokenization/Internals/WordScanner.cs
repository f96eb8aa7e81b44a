namespace Quanta.LanguageModels.Tokenization.Internals;

/// <summary>GPT-2's splitting of text into words, which are then encoded one by one.</summary>
/// <remarks>The same words as the matches of the regular expression of Hugging Face's ByteLevel pre-tokenizer,
/// <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>, over code points instead of UTF-16 units.
/// The words laid end to end are the text.</remarks>
internal static class WordScanner
{
    private static readonly string[] Contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

    /// <summary>The length in UTF-16 units of the first word of a non-empty text.</summary>
    public static int FirstWordLength(ReadOnlySpan<char> text)
    {
        if (text[0] == '\'' && ContractionLength(text) is > 0 and var contraction) return contraction;
        var body = text[0] == ' ' && text.Length > 1 ? 1 : 0;
        var kind = CharacterClasses.At(text, body, out _);
        return kind == CharacterClass.Space ? SpaceLength(text) : EndOfRun(text, body, kind);
    }

    private static int ContractionLength(ReadOnlySpan<char> text)
    {
        foreach (var contraction in Contractions)
            if (text.StartsWith(contraction, StringComparison.Ordinal)) return contraction.Length;
        return 0;
    }

    /// <summary>White space before a word leaves its last character, which may be the blank that the word begins with.</summary>
    private static int SpaceLength(ReadOnlySpan<char> text)
    {
        var end = EndOfRun(text, 0, CharacterClass.Space);
        return end == text.Length || end == 1 ? end : end - 1;
    }

    private static int EndOfRun(ReadOnlySpan<char> text, int start, CharacterClass kind)
    {
        var end = start;
        while (end < text.Length && CharacterClasses.At(text, end, out var width) == kind) end += width;
        return end;
    }
}
