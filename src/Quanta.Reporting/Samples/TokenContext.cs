namespace Quanta.Reporting.Samples;

/// <summary>A predicted token with the tokens around it, as text.</summary>
/// <remarks>The published fragments want each token decoded on its own; for reading, tokens whose texts together are the document's text are better,
/// because characters that several tokens share then stay whole.</remarks>
public sealed record TokenContext
{
    /// <param name="tokens">The text of each token of a slice of a document.</param>
    /// <param name="target">The index in <paramref name="tokens"/> of the predicted token; those after it were not seen by the model.</param>
    public TokenContext(IReadOnlyList<string> tokens, int target)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if ((uint)target >= (uint)tokens.Count)
            throw new ArgumentOutOfRangeException(nameof(target), target, $"The target must be one of the {tokens.Count} tokens, but is {target}.");
        (Tokens, Target) = (tokens, target);
    }

    public IReadOnlyList<string> Tokens { get; }

    public int Target { get; }

    /// <summary>The text before the target.</summary>
    public string Before => string.Concat(Tokens.Take(Target));

    public string TargetText => Tokens[Target];

    /// <summary>The text after the target.</summary>
    public string After => string.Concat(Tokens.Skip(Target + 1));

    /// <summary>The target with at most so many tokens before and after it; fewer where the slice ends sooner.</summary>
    public TokenContext Window(int before, int after = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(before);
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        var start = Target - Math.Min(before, Target);
        var end = Target + 1 + Math.Min(after, Tokens.Count - Target - 1);
        return new TokenContext([.. Tokens.Skip(start).Take(end - start)], Target - start);
    }
}
