namespace Quanta.Numerics.Statistics;

/// <summary>What a loss in nats must be, wherever losses are read: a finite number that is not negative.</summary>
public static class LossRule
{
    /// <summary>What rounding may make of a loss of 0: 0.002 bits, far less than any log-probability that matters. Anything below is no loss.</summary>
    public const float Least = -1.38e-3f;

    /// <summary>The first that is not finite or too negative; -1 where all are losses. NaN is none.</summary>
    public static int FirstBroken(ReadOnlySpan<float> losses) => losses.IndexOfAnyExceptInRange(Least, float.MaxValue);

    /// <summary>Why a number is no loss, in a sentence.</summary>
    /// <param name="loss">The number.</param>
    /// <param name="place">Where it stands, e.g. "that of prediction 3 under small".</param>
    public static string Sentence(float loss, string place) => float.IsFinite(loss)
        ? FormattableString.Invariant($"Losses are never negative, but {place} is {loss}. Are these log-probabilities? Then multiply them by -1.")
        : FormattableString.Invariant($"Losses must be finite, but {place} is {loss}. Leave the column out, or the prediction.");
}
