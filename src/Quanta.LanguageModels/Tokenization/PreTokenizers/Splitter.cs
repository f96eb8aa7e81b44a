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
