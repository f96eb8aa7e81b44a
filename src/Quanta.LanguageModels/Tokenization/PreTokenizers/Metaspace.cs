namespace Quanta.LanguageModels.Tokenization.PreTokenizers;

/// <summary>Which pieces of a text get a blank in front, where they do not begin with one.</summary>
internal enum PrependScheme
{
    /// <summary>Every piece.</summary>
    Always,

    /// <summary>The piece that begins where the text does: none where an added token comes first.</summary>
    First,

    /// <summary>None.</summary>
    Never,
}

/// <summary>SentencePiece's blanks: each becomes a visible character, usually ▁ (U+2581).</summary>
internal sealed class Metaspace(string replacement, PrependScheme scheme, ITextStage next) : ITextStage
{
    public bool Take(ReadOnlySpan<char> piece, bool startsText, TokenList tokens)
    {
        var text = piece.ToString().Replace(" ", replacement, StringComparison.Ordinal);
        var prepends = scheme == PrependScheme.Always || (scheme == PrependScheme.First && startsText);
        return next.Take(prepends && !text.StartsWith(replacement, StringComparison.Ordinal) ? replacement + text : text, startsText, tokens);
    }
}
