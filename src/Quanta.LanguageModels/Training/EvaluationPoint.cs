namespace Quanta.LanguageModels.Training;

/// <summary>How well a model predicts the test documents after some steps.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Tokens">Predictions trained on.</param>
/// <param name="LossNats">The mean loss of a test prediction.</param>
/// <param name="BelowThreshold">The share of test predictions below 0.1 nats, the threshold of quanta discovery.</param>
public sealed record EvaluationPoint(long Step, long Tokens, double LossNats, double BelowThreshold)
{
    public const float ThresholdNats = 0.1f;

    /// <summary>Summarises the losses of all test predictions, [predictions], nats.</summary>
    public static EvaluationPoint Of(long step, long tokens, ReadOnlySpan<float> losses)
    {
        var (sum, below) = (0.0, 0);
        foreach (var loss in losses)
        {
            sum += loss;
            if (loss < ThresholdNats) below++;
        }
        return new EvaluationPoint(step, tokens, sum / losses.Length, (double)below / losses.Length);
    }
}
