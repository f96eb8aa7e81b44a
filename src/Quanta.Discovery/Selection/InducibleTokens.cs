namespace Quanta.Discovery.Selection;

/// <summary>Finds tokens that copying could predict: the last of a trigram that occurred earlier in the same document.</summary>
/// <remarks>Prediction r (of token r + 1) is inducible when tokens r - 1, r, r + 1 stood together, in this order, before; so the first prediction of a
/// document never is. The published script's rule (zero_and_induction_idxs).</remarks>
public static class InducibleTokens
{
    /// <summary>Marks the inducible predictions of one document.</summary>
    /// <param name="tokens">The document, [T].</param>
    /// <param name="inducible">Out: [max(T - 1, 0)].</param>
    public static void Mark(ReadOnlySpan<int> tokens, Span<bool> inducible)
    {
        inducible.Clear();
        var seen = new HashSet<(int, int, int)>(tokens.Length);
        for (var j = 2; j < tokens.Length; j++)
            inducible[j - 1] = !seen.Add((tokens[j - 2], tokens[j - 1], tokens[j]));
    }
}
