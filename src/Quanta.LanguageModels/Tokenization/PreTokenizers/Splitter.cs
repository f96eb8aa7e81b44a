using System.Text;
using Quanta.LanguageModels.Tokenization.Models;

namespace Quanta.LanguageModels.Tokenization.PreTokenizers;

/// <summary>What becomes of the delimiters that a text is split at, in Hugging Face's words.</summary>
internal enum SplitBehavior
{
    /// <summary>They go.</summary>
    Removed,

    /// <summary>Each is a piece of its own.</summary>
    Isolated,

    /// <summary>Each ends the piece before it; the second of two in a row is a piece of its own.</summary>
    MergedWithPrevious,

    /// <summary>Each begins the piece after it; the first of two in a row is a piece of its own.</summary>
    MergedWithNext,

    /// <summary>Those in a row are one piece.</summary>
    Contiguous,
}

/// <summary>Splits text where a pattern matches.</summary>
/// <param name="pattern">The delimiters.</param>
/// <param name="behavior">What becomes of them.</param>
/// <param name="inverted">What lies between the matches is the delimiters, and the matches are what is kept.</param>
/// <param name="next">Takes the pieces.</param>
internal sealed class Splitter(TextPattern pattern, SplitBehavior behavior, bool inverted, ITextStage next) : ITextStage
{
    public bool Take(ReadOnlySpan<char> piece, bool startsText, TokenList tokens)
    {
        var (start, end, isDelimiter) = (0, 0, false);
        foreach (var segment in Segments(pattern.Matches(piece), piece.Length))
        {
            if (!Joins(isDelimiter, segment.IsDelimiter))
            {
                if (!HandOn(piece[start..end], isDelimiter, startsText && start == 0, tokens)) return false;
                start = end;
            }
            (end, isDelimiter) = segment;
        }
        return HandOn(piece[start..end], isDelimiter, startsText && start == 0, tokens);
    }

    /// <summary>Matches and what lies between them, end to end.</summary>
    private IEnumerable<(int End, bool IsDelimiter)> Segments(List<(int Start, int End)> matches, int length)
    {
        var covered = 0;
        foreach (var (start, end) in matches)
        {
            if (covered < start) yield return (start, inverted);
            yield return (end, !inverted);
            covered = end;
        }
        if (covered < length) yield return (length, inverted);
    }

    /// <summary>Whether two neighbouring segments are of one piece.</summary>
    private bool Joins(bool isDelimiter, bool nextIsDelimiter) => behavior switch
    {
        SplitBehavior.MergedWithPrevious => !isDelimiter && nextIsDelimiter,
        SplitBehavior.MergedWithNext => isDelimiter && !nextIsDelimiter,
        SplitBehavior.Contiguous => isDelimiter == nextIsDelimiter,
        _ => false,
    };

    private bool HandOn(ReadOnlySpan<char> piece, bool isDelimiter, bool startsText, TokenList tokens) =>
        piece.Length == 0 || (isDelimiter && behavior == SplitBehavior.Removed) || next.Take(piece, startsText, tokens);
}

/// <summary>A stage that text passes on its way to token ids: a pre-tokenizer, which hands on smaller pieces, or the model at the end.</summary>
internal interface ITextStage
{
    /// <summary>Takes the next piece of the text, and hands on or appends what becomes of it.</summary>
    /// <param name="piece">Not empty, and without unpaired surrogates.</param>
    /// <param name="startsText">Whether nothing comes before the piece in the text, not even an added token.</param>
    /// <param name="tokens">What the model appends to.</param>
    /// <returns>False when there are enough tokens and the rest of the text is not wanted.</returns>
    bool Take(ReadOnlySpan<char> piece, bool startsText, TokenList tokens);
}

/// <summary>The ids of a text so far, and how many are wanted; there may be more, from the last piece.</summary>
internal sealed class TokenList(int maximum, int capacity)
{
    public List<int> Ids { get; } = new(capacity);

    public bool IsFull => Ids.Count >= maximum;
}

/// <summary>A blank in front of each piece that does not begin with one.</summary>
internal sealed class PrefixSpace(ITextStage next) : ITextStage
{
    public bool Take(ReadOnlySpan<char> piece, bool startsText, TokenList tokens) =>
        next.Take(piece[0] == ' ' ? piece : string.Concat(" ", piece), startsText, tokens);
}

/// <summary>The stand-ins of a piece's bytes, <see cref="ByteAlphabet"/>, in its place. Only pre-tokenizers that come after ByteLevel see them: Falcon's cut the
/// stand-ins ² and ³ as digits.</summary>
internal sealed class ByteStandIns(ITextStage next) : ITextStage
{
    public bool Take(ReadOnlySpan<char> piece, bool startsText, TokenList tokens)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(piece)];
        Encoding.UTF8.GetBytes(piece, bytes);
        return next.Take(ByteAlphabet.EntryOf(bytes), startsText, tokens);
    }
}

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
