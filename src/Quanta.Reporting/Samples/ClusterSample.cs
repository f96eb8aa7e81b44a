namespace Quanta.Reporting.Samples;

/// <summary>One prediction of a cluster, with its context.</summary>
public sealed record ClusterSample(TokenContext Context)
{
    /// <summary>The cluster's label in the file of labels.</summary>
    public required int Cluster { get; init; }

    /// <summary>The cluster's place by size; 0 is the largest. Equals <see cref="Cluster"/> where labels are ranked, as in our own files.</summary>
    public required int Rank { get; init; }

    /// <summary>The sample's place in its cluster, from 0, in the order of the predictions.</summary>
    public required int Number { get; init; }

    /// <summary>The global prediction index.</summary>
    public required long Prediction { get; init; }

    /// <summary>The document's place in the corpus, from 0.</summary>
    public required int Document { get; init; }

    /// <summary>The target's token position in its document; at least 1, as the first token is not predicted.</summary>
    public required int Position { get; init; }

    /// <summary>In nats; NaN where it is not known.</summary>
    public required float Loss { get; init; }

    /// <summary>What kind of text the document is, where the corpus says so (the Pile's <c>meta.pile_set_name</c>).</summary>
    public string? Kind { get; init; }

    /// <summary>The target's own bytes, which may be a part of a character; null where they are not known.</summary>
    public byte[]? TargetBytes { get; init; }

    /// <summary>Where they begin in the UTF-8 of the target's text in whole characters.</summary>
    public int TargetOffset { get; init; }
}

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
