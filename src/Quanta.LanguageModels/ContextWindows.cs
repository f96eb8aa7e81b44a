namespace Quanta.LanguageModels;

/// <summary>How documents are read that are longer than what is read at once: in windows of so many tokens, each of them a stride further on.</summary>
/// <remarks>Window k of a document reads its tokens k S to k S + W - 1. The first scores the prediction at each of them, a later one only the last S, which no window
/// before it has scored. So every prediction is scored once, from at least W - S + 1 tokens, or from all that stand before it. A BOS is a token of the document: the
/// first window alone begins with it. This is the perplexity with a stride of Hugging Face's guide, whose windows count the last target too, and the rolling evaluation
/// of lm-evaluation-harness with a context length of W - S + 1.</remarks>
/// <param name="Tokens">W: the tokens that are read at once, at least 1.</param>
/// <param name="Stride">S: from 1 to W.</param>
public sealed record ContextWindows(int Tokens, int Stride)
{
    /// <summary>What is read at least before a token that a window after the first one scores.</summary>
    public int LeastContext() => Tokens - Stride + 1;

    /// <summary>What makes no sense, as a sentence without its full stop; null when all is well.</summary>
    public string? FindFault() => Tokens < 1 ? $"a window must hold at least 1 token, but it holds {Tokens}"
        : Stride < 1 || Stride > Tokens ? $"the stride of windows must be from 1 to their {Tokens} tokens, but it is {Stride}"
        : null;

    /// <summary>What a reader of losses must know of their contexts: a sentence.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"Documents are read in windows of {Tokens:N0} tokens, each {Stride:N0} further on: ")
        + FormattableString.Invariant($"a token is predicted from at least {LeastContext():N0} before it, or from all that there are.");

    /// <summary>The windows of a document of so many predictions: at least one.</summary>
    internal int CountFor(int predictions) => predictions <= Tokens ? 1 : 1 + (predictions - Tokens + Stride - 1) / Stride;

    /// <summary>The window that scores the prediction at a position of a document.</summary>
    internal int WindowOf(int position) => position < Tokens ? 0 : 1 + (position - Tokens) / Stride;

    /// <summary>The first token of the window that scores the prediction at a position of a document.</summary>
    public int StartAt(int position) => WindowOf(position) * Stride;

    /// <summary>Window <paramref name="index"/> of a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="tokens">How many tokens it has.</param>
    /// <param name="firstPrediction">The global index of its first prediction.</param>
    /// <param name="index">Which window.</param>
    internal ContextWindow Of(int document, int tokens, long firstPrediction, int index)
    {
        var (start, scored) = (index * Stride, index == 0 ? 0 : Tokens - Stride);
        var length = (int)Math.Min(Tokens + 1L, tokens - start);
        return new ContextWindow(document, start, length, scored, firstPrediction + start + scored);
    }
}

/// <summary>What is read at once: a document, or a window of one.</summary>
/// <param name="Document">The document.</param>
/// <param name="Start">Its first token that is read.</param>
/// <param name="Length">How many tokens from there on take part; the last of them is predicted and not read.</param>
/// <param name="FirstScored">The first position, counted from <paramref name="Start"/>, whose prediction is scored here.</param>
/// <param name="FirstPrediction">The global index of the prediction there; those of the positions after it follow.</param>
public readonly record struct ContextWindow(int Document, int Start, int Length, int FirstScored, long FirstPrediction)
{
    /// <summary>How many tokens are read.</summary>
    public int Read => Math.Max(0, Length - 1);

    /// <summary>How many predictions are scored.</summary>
    public int Scored => Math.Max(0, Length - 1 - FirstScored);
}
