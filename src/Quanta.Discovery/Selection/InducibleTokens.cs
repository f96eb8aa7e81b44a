using Quanta.LanguageModels;

namespace Quanta.Discovery.Selection;

/// <summary>What counts as predicted by copying.</summary>
public enum InductionRule
{
    /// <summary>The two tokens before the predicted one and it stood together earlier: the published rule.</summary>
    Trigram,

    /// <summary>The token before the predicted one and it stood together earlier: leaves out all that the trigram rule does, and more.</summary>
    Bigram,
}

/// <summary>Finds tokens that copying could predict: the last of a trigram, or bigram, that occurred earlier in what the model read before them.</summary>
/// <remarks>By the trigram rule, prediction r (of token r + 1) is inducible when tokens r - 1, r, r + 1 stood together, in this order, before; so the first prediction of a
/// document never is. The published script's rule (zero_and_induction_idxs). By the bigram rule, tokens r, r + 1 did. Where documents are read in windows, the earlier
/// ones must lie within the window that scores the prediction: what lies before it cannot be copied.</remarks>
public static class InducibleTokens
{
    /// <summary>Marks the inducible predictions of one document.</summary>
    /// <param name="tokens">The document, [T].</param>
    /// <param name="inducible">Out: [max(T - 1, 0)].</param>
    /// <param name="windows">How the document is read; null: at once.</param>
    /// <param name="rule">What counts as copying.</param>
    public static void Mark(ReadOnlySpan<int> tokens, Span<bool> inducible, ContextWindows? windows = null, InductionRule rule = InductionRule.Trigram)
    {
        inducible.Clear();
        var before = rule == InductionRule.Trigram ? 2 : 1;
        var lastEnd = new Dictionary<(int, int, int), int>(tokens.Length);
        for (var j = before; j < tokens.Length; j++)
        {
            var gram = (before == 2 ? tokens[j - 2] : 0, tokens[j - 1], tokens[j]);
            inducible[j - 1] = lastEnd.TryGetValue(gram, out var end) && end - before >= (windows?.StartAt(j - 1) ?? 0);
            lastEnd[gram] = j;
        }
    }
}
