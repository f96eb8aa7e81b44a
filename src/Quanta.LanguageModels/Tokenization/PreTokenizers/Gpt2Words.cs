namespace Quanta.LanguageModels.Tokenization.PreTokenizers;

/// <summary>GPT-2's splitting of text into words, which are then encoded one by one.</summary>
/// <remarks>The same words as the matches of <see cref="Expression"/>, which the ByteLevel pre-tokenizer splits with, over code points instead of UTF-16 units.
/// The words laid end to end are the text.</remarks>
internal sealed class Gpt2Words(ITextStage next) : ITextStage
{
    public const string Expression = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    private static readonly string[] Contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

    public bool Take(ReadOnlySpan<char> piece, bool startsText, TokenList tokens)
    {
        while (piece.Length > 0)
        {
            var length = FirstWordLength(piece);
            if (!next.Take(piece[..length], startsText, tokens)) return false;
            piece = piece[length..];
            startsText = false;
        }
        return true;
    }

    /// <summary>The length in UTF-16 units of the first word of a non-empty text.</summary>
    public static int FirstWordLength(ReadOnlySpan<char> text)
    {
        if (text[0] == '\'' && ContractionLength(text) is > 0 and var contraction) return contraction;
        var body = text[0] == ' ' && text.Length > 1 ? 1 : 0;
        var kind = CharacterClasses.At(text, body, out _);
        return kind == CharacterClass.Space ? SpaceLength(text) : CharacterClasses.EndOfRun(text, body, kind);
    }

    /// <summary>White space before a word leaves its last character, which may be the blank that the word begins with.</summary>
    public static int SpaceLength(ReadOnlySpan<char> text)
    {
        var end = CharacterClasses.EndOfRun(text, 0, CharacterClass.Space);
        return end == text.Length || end == 1 ? end : end - 1;
    }

    private static int ContractionLength(ReadOnlySpan<char> text)
    {
        foreach (var contraction in Contractions)
            if (text.StartsWith(contraction, StringComparison.Ordinal)) return contraction.Length;
        return 0;
    }
}
