using Quanta.LanguageModels.GptNeoX;

namespace Quanta.LanguageModels.Losses;

/// <summary>How per-token losses are computed; nothing here changes a result.</summary>
public sealed record TokenLossesOptions
{
    /// <summary>Workers, each with a workspace of its own.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Documents are stacked until they hold this many tokens; one document is never split.</summary>
    public int TokensPerBatch { get; init; } = 1024;
}

/// <summary>The cross-entropy, in nats, of every prediction of every document.</summary>
public static class TokenLosses
{
    /// <summary>Computes all losses.</summary>
    /// <param name="model">The model.</param>
    /// <param name="documents">Tokens below the model's vocabulary size, at most <see cref="GptNeoXConfig.MaximumPositions"/> a document.</param>
    /// <param name="options">Threads and batches.</param>
    /// <param name="progress">Receives the fraction of tokens done.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>[predictions] in global prediction order, nats.</returns>
    /// <exception cref="ArgumentException">A token is outside the vocabulary, or a document is too long.</exception>
    public static float[] Compute(
        GptNeoXModel model, TokenDocuments documents, TokenLossesOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellation = default) =>
        throw new NotImplementedException();
}
